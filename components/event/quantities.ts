/** CPU as Kubernetes writes it, rounded up to its smallest unit. */
export function millicores(vcpu: number): string {
  return `${Math.ceil(vcpu * 1000 - 1e-6)}m`;
}

/** Memory as Kubernetes writes it, rounded up to a MiB. */
export function mebibytes(gib: number): string {
  return `${Math.ceil(gib * 1024 - 1e-6)}Mi`;
}
