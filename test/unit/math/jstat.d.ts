/** The few functions of jstat, an independent program, that the tests compare with. */
declare module "jstat" {
  interface Law {
    cdf(x: number, ...parameters: number[]): number;
    inv(probability: number, ...parameters: number[]): number;
  }
  const jstat: {
    readonly jStat: {
      readonly normal: Law;
      readonly studentt: Law;
      readonly weibull: Law;
      readonly lognormal: Law;
      readonly exponential: Law;
      readonly triangular: Law;
      readonly uniform: Law;
      readonly pareto: Law;
      readonly binomial: Pick<Law, "cdf">;
      readonly poisson: Pick<Law, "cdf">;
      gammaln(x: number): number;
      betaln(a: number, b: number): number;
      lowRegGamma(shape: number, x: number): number;
      gammapinv(probability: number, shape: number): number;
      ibeta(x: number, a: number, b: number): number;
      ibetainv(probability: number, a: number, b: number): number;
    };
  };
  export default jstat;
}
