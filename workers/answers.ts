import { serve } from "../src/executors/serve.ts";
import { answerFrom } from "../src/outputs/answers.ts";

/** Finds a part of a run's statistics. */
export default serve(answerFrom);
