// A native twin of the day cycle, written from docs/model.md for the networks of generate-study.ts (stocks, lanes, processes
// with inputs, one level of claims a stock, markets with patience; no ports, reserves, spoilage or elasticity). It is the
// yardstick of `npm run bench`: what a C++ compiler makes of the same day on the same processor.
//
// LANES 1 is scalar code, LANES 4 computes four scenarios side by side in AVX2 vectors. GENERAL 1 reads duty, carbon and paused
// receipt of its network, as a program must that is compiled before it sees one; GENERAL 0 leaves out what networks of
// generate-study.ts never have, as generated code does.
//   twin NETWORK ROUNDS REPEATS  ->  processor seconds of every round on one line, and behind them, as a check, what the last
//   run of the first scenario added up to: units sold and what they cost, production, freight, duty, carbon, holding, tonnes
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <string>
#include <vector>

#ifndef LANES
#define LANES 1
#endif

#ifndef GENERAL
#define GENERAL 1
#endif
static constexpr bool isGeneral = GENERAL == 1;

#if LANES == 1
typedef double Number;
static inline Number less(Number a, Number b) { return a < b ? a : b; }
static inline Number more(Number a, Number b) { return a > b ? a : b; }
static inline Number where(bool m, Number a, Number b) { return m ? a : b; }
static inline bool any(bool m) { return m; }
static inline Number of(double x) { return x; }
#else
typedef double Number __attribute__((vector_size(8 * LANES)));
typedef int64_t Mask __attribute__((vector_size(8 * LANES)));
static inline Number where(Mask m, Number a, Number b) { return m ? a : b; }
static inline Number less(Number a, Number b) { return where(a < b, a, b); }
static inline Number more(Number a, Number b) { return where(a > b, a, b); }
static inline bool any(Mask m) { int64_t all = 0; for (int i = 0; i < LANES; i++) all |= m[i]; return all != 0; }
static inline Number of(double x) { return x - Number{}; }
#endif

typedef std::vector<int32_t> Whole;
typedef std::vector<double> Real;
typedef std::vector<Number> State;

// Columns as the bench writes them: name, type, length, then the numbers.
struct File {
  FILE *in;
  explicit File(const char *path) : in(std::fopen(path, "r")) { if (!in) std::exit(2); }
  Whole whole() { long n; if (std::fscanf(in, "%*s %ld", &n) != 1) std::exit(2); Whole v(n); for (auto &x : v) if (std::fscanf(in, "%d", &x) != 1) std::exit(2); return v; }
  Real real() { long n; if (std::fscanf(in, "%*s %ld", &n) != 1) std::exit(2); Real v(n); for (auto &x : v) if (std::fscanf(in, "%lf", &x) != 1) std::exit(2); return v; }
};

int main(int count, char **arguments) {
  if (count < 4) return 2;
  File file(arguments[1]);
  const int rounds = std::atoi(arguments[2]), repeats = std::atoi(arguments[3]);
  const Whole sizes = file.whole();
  const int days = sizes[0], stocks = sizes[1], lanes = sizes[2], processes = sizes[3], markets = sizes[4], laneSlots = sizes[5], marketSlots = sizes[6];
  const Whole stockOrder = file.whole(), stockLaneStart = file.whole(), stockProcessStart = file.whole(), claimStart = file.whole(), claimKind = file.whole(), claimIndex = file.whole();
  const Whole laneFrom = file.whole(), laneTo = file.whole(), laneLead = file.whole(), ringStart = file.whole(), ringLength = file.whole();
  const Whole inputStart = file.whole(), inputStock = file.whole(), inputProcess = file.whole(), marketStock = file.whole(), marketRingStart = file.whole(), marketRingLength = file.whole();
  const Real constants = file.real(), inputUnits = file.real(), conversion = file.real(), processTonnes = file.real(), laneTonnes = file.real(), holding = file.real(), demand = file.real();
  const Real onHand0 = file.real(), onHandUsd0 = file.real(), onOrder0 = file.real(), unitCost0 = file.real(), moving0 = file.real(), movingUsd0 = file.real(), goods0 = file.real();
  const Real share = file.real(), dispatchLimit = file.real(), entryLimit = file.real(), receiptLimit = file.real(), freight = file.real(), laneCarbon = file.real(), tariff = file.real(), target = file.real(), orderLimit = file.real(), processShare = file.real(), capacity = file.real(), processCarbon = file.real();
  const double restockDays = constants[0], capitalCost = constants[1];

  const auto spread = [](const Real &v) { State s(v.size()); for (size_t i = 0; i < v.size(); i++) s[i] = of(v[i]); return s; };
  // Control values may differ by scenario: a vector each.
  const State cShare = spread(share), cDispatch = spread(dispatchLimit), cEntry = spread(entryLimit), cReceipt = spread(receiptLimit), cFreight = spread(freight), cCarbon = spread(laneCarbon), cTariff = spread(tariff), cTarget = spread(target), cLimit = spread(orderLimit), cProcessShare = spread(processShare), cCapacity = spread(capacity), cProcessCarbon = spread(processCarbon);
  const State s0 = spread(onHand0), u0 = spread(onHandUsd0), o0 = spread(onOrder0), c0 = spread(unitCost0), m0 = spread(moving0), mu0 = spread(movingUsd0);
  State onHand, onHandUsd, onOrder, unitCost, moving, movingUsd;
  State newlyOwed(stocks), backlog(lanes), waiting(lanes), waitingUsd(lanes), held(laneSlots), heldUsd(laneSlots), wanted(processes), planned(processes), inputFill(inputStock.size());
  State backorder(markets), ring(marketSlots), shipped(lanes), made(processes);
  // Today's slot of every lane's ring and yesterday's, which is free for what is shipped today: nothing is divided for them.
  Whole today(lanes), free(lanes);
  // [day][number][scenario]
  const int numbers = 5 * markets + 6;
  std::vector<double> series(size_t(days) * numbers * LANES);
  const Number zero = of(0), one = of(1);

  // Scenarios that take nothing beside one that does keep their money.
  const auto withdraw = [&](int stock, Number units) {
    const Number left = onHand[stock] - units;
    const auto isEmpty = left <= units * 1e-12;
    const Number usd = where(units != zero, where(isEmpty, onHandUsd[stock], units * unitCost[stock]), zero);
    onHand[stock] = where(isEmpty, zero, left);
    onHandUsd[stock] -= usd;
    return usd;
  };
  const auto receive = [&](int stock, Number units, Number usd) { onHand[stock] += units; onHandUsd[stock] += usd; onOrder[stock] -= units; };

  for (int round = -1; round < rounds; round++) {
    const std::clock_t begin = std::clock();
    for (int repeat = 0; repeat < repeats; repeat++) {
      onHand = s0; onHandUsd = u0; onOrder = o0; unitCost = c0; moving = m0; movingUsd = mu0;
      for (State *all : {&newlyOwed, &backlog, &waiting, &waitingUsd, &held, &heldUsd, &wanted, &planned, &inputFill, &backorder, &ring, &shipped, &made}) for (Number &x : *all) x = zero;
      for (int lane = 0; lane < lanes; lane++) { today[lane] = ringStart[lane]; free[lane] = ringStart[lane] + ringLength[lane] - 1; }
      Number goods = of(goods0[0]);
      for (int day = 0; day < days; day++) {
        Number production = zero, freightUsd = zero, tariffUsd = zero, carbonUsd = zero, emissions = zero;
        // Arrive.
        for (int lane = 0; lane < lanes; lane++) {
          const int slot = today[lane];
          if (!isGeneral) {
            if (any(moving[slot] != zero)) { receive(laneTo[lane], moving[slot], movingUsd[slot]); moving[slot] = zero; movingUsd[slot] = zero; }
            continue;
          }
          if (any(moving[slot] != zero)) { waiting[lane] += moving[slot]; waitingUsd[lane] += movingUsd[slot]; moving[slot] = zero; movingUsd[slot] = zero; }
          if (!any(waiting[lane] != zero)) continue;
          const Number units = less(waiting[lane], cReceipt[lane]);
          const Number usd = where(units >= waiting[lane], waitingUsd[lane], waitingUsd[lane] * (units / more(waiting[lane], of(1e-300))));
          receive(laneTo[lane], units, usd);
          waiting[lane] -= units; waitingUsd[lane] -= usd;
        }
        // Order, markets first.
        for (int market = 0; market < markets; market++) newlyOwed[marketStock[market]] += of(demand[market]);
        for (int at = 0; at < stocks; at++) {
          const int stock = stockOrder[at];
          Number owed = zero;
          for (int claim = claimStart[stock]; claim < claimStart[stock + 1]; claim++) {
            const int index = claimIndex[claim];
            if (claimKind[claim] == 0) owed += backlog[index];
            else if (claimKind[claim] == 1) owed += wanted[inputProcess[index]] * inputUnits[index];
            else owed += of(demand[index]) + backorder[index];
          }
          const Number gap = cTarget[stock] - (onHand[stock] + onOrder[stock] - owed);
          const Number units = more(zero, less(newlyOwed[stock] + (gap - newlyOwed[stock]) / restockDays, cLimit[stock]));
          newlyOwed[stock] = zero;
          for (int lane = stockLaneStart[stock]; lane < stockLaneStart[stock + 1]; lane++) {
            const Number part = units * cShare[lane];
            onOrder[stock] += part; backlog[lane] += part; newlyOwed[laneFrom[lane]] += part;
          }
          for (int process = stockProcessStart[stock]; process < stockProcessStart[stock + 1]; process++) {
            const Number part = units * cProcessShare[process];
            onOrder[stock] += part; wanted[process] += part;
            for (int input = inputStart[process]; input < inputStart[process + 1]; input++) newlyOwed[inputStock[input]] += part * inputUnits[input];
          }
        }
        // Make and ship, sources first.
        for (int process = 0; process < processes; process++) planned[process] = less(wanted[process], cCapacity[process]);
        for (int at = stocks - 1; at >= 0; at--) {
          const int stock = stockOrder[at];
          for (int process = stockProcessStart[stock]; process < stockProcessStart[stock + 1]; process++) {
            if (!any(planned[process] > zero)) continue;
            Number fill = one;
            for (int input = inputStart[process]; input < inputStart[process + 1]; input++) fill = less(fill, inputFill[input]);
            const Number units = planned[process] * fill;
            Number usd = zero;
            for (int input = inputStart[process]; input < inputStart[process + 1]; input++) usd += withdraw(inputStock[input], units * inputUnits[input]);
            const Number own = units * conversion[process], carbon = isGeneral ? units * cProcessCarbon[process] : zero;
            const Number added = isGeneral ? own + carbon : own;
            usd += added; goods += added;
            wanted[process] -= units; made[process] += units;
            if (isGeneral) carbonUsd += carbon;
            production += own; emissions += units * processTonnes[process];
            receive(stock, units, usd);
          }
          unitCost[stock] = where(onHand[stock] > zero, onHandUsd[stock] / onHand[stock], unitCost[stock]);
          Number desired = zero;
          for (int claim = claimStart[stock]; claim < claimStart[stock + 1]; claim++) {
            const int index = claimIndex[claim];
            if (claimKind[claim] == 0) desired += less(backlog[index], cDispatch[index]);
            else if (claimKind[claim] == 1) desired += planned[inputProcess[index]] * inputUnits[index];
            else desired += of(demand[index]) + backorder[index];
          }
          const Number fill = where(desired > onHand[stock], onHand[stock] / desired, one);
          for (int claim = claimStart[stock]; claim < claimStart[stock + 1]; claim++) {
            const int lane = claimIndex[claim];
            if (claimKind[claim] == 1) inputFill[lane] = fill;
            if (claimKind[claim] != 0) continue;
            const Number units = less(backlog[lane], cDispatch[lane]) * fill;
            if (!any(units != zero)) continue;
            const Number originUsd = withdraw(stock, units);
            const Number ownFreight = units * cFreight[lane];
            Number usd = originUsd + ownFreight;
            if (isGeneral) {
              const Number carbon = units * cCarbon[lane], duty = originUsd * cTariff[lane];
              usd = originUsd + duty + ownFreight + carbon;
              goods += ownFreight + carbon + duty; carbonUsd += carbon; tariffUsd += duty;
            } else goods += ownFreight;
            backlog[lane] -= units; shipped[lane] += units;
            freightUsd += ownFreight; emissions += units * laneTonnes[lane];
            const int slot = free[lane];
            const Number entering = less(units, cEntry[lane]);
            if (any(entering != units)) {
              const Number part = where(entering == units, usd, usd * (entering / more(units, of(1e-300))));
              moving[slot] += entering; movingUsd[slot] += part;
              held[ringStart[lane] + laneLead[lane]] += units - entering; heldUsd[ringStart[lane] + laneLead[lane]] += usd - part;
            } else { moving[slot] += units; movingUsd[slot] += usd; }
          }
        }
        // Sell.
        double *out = &series[size_t(day) * numbers * LANES];
        const auto report = [&](Number x) { for (int i = 0; i < LANES; i++) *out++ = reinterpret_cast<const double *>(&x)[i]; };
        for (int market = 0; market < markets; market++) {
          const int stock = marketStock[market];
          const Number want = of(demand[market]), late0 = backorder[market];
          const Number fill = where(want + late0 > onHand[stock], onHand[stock] / (want + late0), one);
          const Number sold = less(onHand[stock], (want + late0) * fill), late = less(sold, late0), onTime = less(sold - late, want);
          unitCost[stock] = where(onHand[stock] > zero, onHandUsd[stock] / onHand[stock], unitCost[stock]);
          const Number usd = withdraw(stock, sold), unmet = want - onTime;
          Number lost = zero;
          goods -= usd;
          if (any(unmet != zero) || any(late0 != zero)) {
            const int start = marketRingStart[market], length = marketRingLength[market];
            Number toServe = late, total = zero;
            for (int age = length; age >= 1; age--) {
              Number &slot = ring[start + (day + length - age) % length];
              const Number served = less(toServe, slot);
              toServe -= served; slot -= served;
              if (age == length) lost = slot; else total += slot;
            }
            ring[start + day % length] = unmet;
            backorder[market] = total + unmet;
          }
          report(want); report(onTime); report(late); report(usd); report(lost);
        }
        // Account.
        Number holdingUsd = goods * capitalCost;
        for (int stock = 0; stock < stocks; stock++) holdingUsd += onHand[stock] * holding[stock];
        report(production); report(freightUsd); report(tariffUsd); report(carbonUsd); report(holdingUsd); report(emissions);
        for (int lane = 0; lane < lanes; lane++) {
          free[lane] = today[lane];
          today[lane] = today[lane] + 1 == ringStart[lane] + ringLength[lane] ? ringStart[lane] : today[lane] + 1;
        }
      }
    }
    const double seconds = double(std::clock() - begin) / CLOCKS_PER_SEC;
    if (round >= 0) std::printf("%.6f ", seconds);
  }
  double checks[8] = {};
  for (int day = 0; day < days; day++) {
    const double *row = &series[size_t(day) * numbers * LANES];
    // Of every market: demand, served on time and late, what that cost, lost. Then the sums of the day.
    for (int market = 0; market < markets; market++) {
      const double *own = row + size_t(market) * 5 * LANES;
      checks[0] += own[1 * LANES] + own[2 * LANES];
      checks[1] += own[3 * LANES];
    }
    for (int sum = 0; sum < 6; sum++) checks[2 + sum] += row[size_t(5 * markets + sum) * LANES];
  }
  for (double check : checks) std::printf("%.17g ", check);
  std::printf("\n");
  return 0;
}
