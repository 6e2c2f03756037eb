/**
 * Requests per second that caches pass on because they don't hold a fresh copy.
 *
 * Requests for one object reach one cache at random moments with rate λ; a copy stays fresh for `freshSeconds`. Each miss is followed
 * by that time of hits, so misses come at λ ÷ (1 + λT). Summed over equally asked copies, R ÷ (1 + R × T ÷ copies).
 * Few viewers: nearly every request is a miss. Many viewers: copies ÷ T, whatever the audience.
 *
 * @param requestsPerSecond R, over all caches and objects
 * @param copies objects that are live at one moment × caches that keep their own copy, above 0
 * @param freshSeconds T, above 0: a playlist's time to live, or the time after which the next segment replaces this one
 * @see Jung, Berger, Balakrishnan, "Modeling TTL-based Internet Caches", IEEE Infocom 2003
 */
export function missesPerSecond(requestsPerSecond: number, copies: number, freshSeconds: number): number {
  return (requestsPerSecond * copies) / (copies + requestsPerSecond * freshSeconds);
}
