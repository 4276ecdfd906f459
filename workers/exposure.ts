import { serve } from "../src/executors/serve.ts";
import { type ExposureWork, exposeDesign } from "../src/expose.ts";

/** Measures the exposure of a design. */
export default serve(({ study, structuralPricePremiumPct }: ExposureWork, design: number) =>
  exposeDesign(study, design, structuralPricePremiumPct[design]),
);
