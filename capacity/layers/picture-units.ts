/** The rung that encoders are measured with. */
const REFERENCE_HEIGHT = 1080;

/**
 * Pixels of rungs, in pictures of 1080 lines: an encoder's work follows them.
 *
 * @param heights lines of each rung; an unknown height is taken as 1080, so that the rung is not forgotten
 * @returns six decimals, so that an equation's text and its value are the same number
 */
export function pictureUnits(heights: readonly (number | null)[]): number {
  const units = heights.reduce<number>(
    (sum, height) => sum + ((height ?? REFERENCE_HEIGHT) / REFERENCE_HEIGHT) ** 2,
    0,
  );
  return Number(units.toFixed(6));
}

/**
 * Pictures of one channel in the measurement of a card: 1080, 720, 480 and 360 lines.
 *
 * @see coefficient transcode.antmedia.gpu4.abrStreams
 */
export const CARD_CHANNEL_STREAMS = pictureUnits([1080, 720, 480, 360]);
