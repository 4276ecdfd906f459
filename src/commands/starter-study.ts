/** What `breakwater init` writes: a study that runs, small enough to read, with a word on every part. */
export const STARTER_STUDY = `# A study asks one question: which of these designs of a supply network bears what may happen, and what does it cost?
# Every key, its unit and its default: breakwater schema, or configs/README.md. Units are in the names.
#
#   breakwater check study.yaml      everything wrong with it, by line; what the designs cost when nothing happens
#   breakwater run study.yaml        all scenarios on all designs, a table, and a report in results/.../report.html

id: my-study
title: A kettle from two places
description: Kettles come from one cheap plant across the sea. Would a dearer plant nearby, or more stock, be worth it?

settings:
  horizonDays: 300      # days simulated
  exposureDays: 180     # disruptions begin within these; the rest is for recovery
  scenarios: 1000       # samples of what may happen; more make intervals narrower
  seed: 1               # the same seed gives the same bytes
  startDate: 2026-01-01
  capitalCostFractionPerYear: 0.08

# What exists in the world, whichever design uses it.
world:
  regions:
    - { id: far-east, name: Far East }
    - { id: home, name: Home }
  chokepoints:
    - { id: suez, name: Suez Canal, latitude: 30.5, longitude: 32.3 }
  products:
    - { id: kettle, name: Kettle, massTonnesPerUnit: 0.002 }
  sites:
    - id: far-plant
      name: Plant in the Far East
      region: far-east
      latitude: 22.5
      longitude: 114.1
      processes: [{ output: kettle, capacityUnitsPerDay: 1200, conversionCostUsdPerUnit: 12 }]
    - id: near-plant
      name: Plant nearby
      region: home
      latitude: 50.1
      longitude: 20.0
      processes: [{ output: kettle, capacityUnitsPerDay: 600, conversionCostUsdPerUnit: 17 }]
    - id: warehouse
      name: Warehouse
      region: home
      latitude: 51.9
      longitude: 4.5
      stocks: [{ product: kettle, coverDays: 14 }]
  lanes:
    - id: by-sea
      product: kettle
      from: far-plant
      to: warehouse
      mode: sea
      distanceKm: 18000
      leadTimeDays: 32
      costUsdPerUnit: 0.6
      via: [suez]
    - id: by-road
      product: kettle
      from: near-plant
      to: warehouse
      mode: road
      distanceKm: 1200
      leadTimeDays: 3
      costUsdPerUnit: 0.4

markets:
  # unmet: lost, or backorder with patienceDays
  - { id: shops, site: warehouse, product: kettle, demandUnitsPerDay: 800, priceUsdPerUnit: 40, unmet: backorder, patienceDays: 7 }

# What may happen. breakwater list hazards names the kinds, breakwater list distributions the laws.
hazards:
  - id: canal-shut
    name: Canal shut
    kind: blockade
    arrival: { ratePerYear: 0.3 }
    durationDays: { distribution: lognormal, median: 20, sigma: 0.8 }
    targets: { chokepoints: [suez] }
  - id: far-plant-down
    name: Far plant down
    kind: site-outage
    arrival: { ratePerYear: 0.4 }
    durationDays: { distribution: lognormal, median: 15, sigma: 0.7 }
    severity: { distribution: beta, alpha: 4, beta: 2 }
    targets: { sites: [far-plant] }

# What a design must keep to; run --enforce ends with exit code 99 where one does not.
criteria:
  - P(lostRevenueUsd > 500000) <= 0.1

# The designs compared. Lanes make a design; extends takes another one over.
designs:
  - id: far
    name: All from far
    description: The cheapest plant makes everything.
    lanes: [by-sea]
  - id: far-with-stock
    name: Far, with stock
    description: The same with 40 days in the warehouse.
    extends: far
    stocks: [{ site: warehouse, product: kettle, coverDays: 40 }]
  - id: two-plants
    name: Two plants
    description: Half from nearby.
    lanes: [{ lane: by-sea, share: 0.5 }, { lane: by-road, share: 0.5 }]
`;
