/** The units that numbers of the model may carry. Network rates are decimal bits, memory is binary (GiB). */
export type Unit =
  | ""
  | "%"
  | "ratio"
  | "x"
  | "s"
  | "min"
  | "h"
  | "viewers"
  | "viewers/s"
  | "viewers/min"
  | "joins/s"
  | "rejoins/s"
  | "exits/s"
  | "requests"
  | "requests/s"
  | "calls"
  | "calls/s"
  | "operations/s"
  | "messages/s"
  | "messages/min"
  | "hashes/s"
  | "packets/s"
  | "connections"
  | "connections/s"
  | "flows/s"
  | "uploads/min"
  | "uploads/s"
  | "streams"
  | "channels"
  | "vCPU"
  | "vCPU s"
  | "vCPU ms"
  | "GiB"
  | "MiB"
  | "KiB"
  | "bytes"
  | "MB"
  | "GB"
  | "GB/s"
  | "GB/h"
  | "TB"
  | "kbps"
  | "Mbps"
  | "Gbps"
  | "Gbps/min"
  | "pods"
  | "nodes"
  | "nodes/min"
  | "groups"
  | "zones"
  | "addresses"
  | "units"
  | "objects"
  | "LCU"
  | "distributions"
  | "load balancers"
  | "targets"
  | "gateways"
  | "shards"
  | "replicas"
  | "instances"
  | "users"
  | "users/min"
  | "rooms"
  | "series"
  | "seats"
  | "pods/s"
  | "USD"
  | "USD/h"
  | "USD/month"
  | "count";

export const SECONDS_PER_MINUTE = 60;
export const SECONDS_PER_HOUR = 3600;
export const HOURS_PER_DAY = 24;
/** Hours in a month as cloud bills count them (365 × 24 ÷ 12). */
export const HOURS_PER_MONTH = 730;
export const MIB_PER_GIB = 1024;
export const KIB_PER_GIB = 1024 * 1024;
export const BYTES_PER_GIB = 1024 ** 3;
export const BITS_PER_BYTE = 8;
export const KBPS_PER_MBPS = 1000;
export const MBPS_PER_GBPS = 1000;
/** Decimal gigabytes moved in an hour by one gigabit a second: 3600 ÷ 8. */
export const GB_PER_HOUR_PER_GBPS = 450;
