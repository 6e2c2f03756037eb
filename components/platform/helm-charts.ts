/** A chart at one version, and where that version was seen. */
export interface HelmChart {
  readonly chart: string;
  readonly version: string;
  readonly repository: string;
  readonly source: string;
}

/** KEDA: scales by event and by schedule. Application 2.20.2. */
export const KEDA_CHART: HelmChart = {
  chart: "keda",
  version: "2.20.2",
  repository: "https://kedacore.github.io/charts",
  source: "https://github.com/adfinis/helm-charts/pull/2005, 2026-09-09",
};

/** Registers pods with target groups. Application v3.4.2; since 3.0.0 chart and application have one number. */
export const BALANCER_CONTROLLER_CHART: HelmChart = {
  chart: "aws-load-balancer-controller",
  version: "3.4.2",
  repository: "https://aws.github.io/eks-charts",
  source: "https://github.com/aws/eks-charts/pull/1347, 2026-07-13",
};

/** CPU and memory for autoscalers. */
export const METRICS_SERVER_CHART: HelmChart = {
  chart: "metrics-server",
  version: "3.14.0",
  repository: "https://kubernetes-sigs.github.io/metrics-server/",
  source: "https://github.com/maxim-mityutko/home-infra/pull/2064, 2026-08-20",
};
