import { Cloud, type CloudOptions } from "./cloud";
import { type ProviderName, serve } from "./server";

/** A running stand-in: its cloud, and where its providers listen. */
export interface RunningCloud {
  readonly cloud: Cloud;
  readonly ports: Readonly<Record<ProviderName, number>>;
  /** The value of PULUMI_DEBUG_PROVIDERS: `aws:PORT,cloudflare:PORT,kubernetes:PORT`. */
  readonly debugProviders: string;
  stop(): Promise<void>;
}

/**
 * Starts the stand-in for the AWS, Cloudflare and Kubernetes APIs: three providers over one cloud.
 *
 * @returns the cloud for a test to look at and to disturb; call `stop` when done
 */
export async function startCloud(options: CloudOptions = {}): Promise<RunningCloud> {
  const cloud = new Cloud(options);
  const [aws, cloudflare, kubernetes] = await Promise.all([
    serve("aws", cloud),
    serve("cloudflare", cloud),
    serve("kubernetes", cloud),
  ]);
  const ports = { aws: aws.port, cloudflare: cloudflare.port, kubernetes: kubernetes.port };
  return {
    cloud,
    ports,
    debugProviders: Object.entries(ports)
      .map(([name, port]) => `${name}:${port}`)
      .join(","),
    stop: async () => {
      await Promise.all([aws.stop(), cloudflare.stop(), kubernetes.stop()]);
    },
  };
}

export { type Adoption, adopt } from "./adopt";
export type { CloudCall, CloudflarePlan, CloudObject, CloudOptions } from "./cloud";
export { Cloud } from "./cloud";
export type { Delay, Fault, Shortage } from "./faults";
