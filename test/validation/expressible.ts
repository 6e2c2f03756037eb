import type { Answer, CaseAnswers } from "./answer";
import { DELIVERY_ANSWERS } from "./answers/delivery";
import { MEDIA_SERVER_ANSWERS } from "./answers/media-server";
import { OPERATIONS_ANSWERS } from "./answers/operations";
import { SERVICE_ANSWERS } from "./answers/services";

/**
 * Every check of every case: how the model answers it from the case's inputs, or why it can't.
 *
 * What a case leaves open is the default of an event file. Nothing here computes the quantity itself: it comes from an equation of a
 * layer, a sizing, the timeline or the bill; arithmetic only changes units or divides two of the model's answers.
 */
export const ANSWERS: Readonly<Record<string, CaseAnswers>> = {
  ...MEDIA_SERVER_ANSWERS,
  ...DELIVERY_ANSWERS,
  ...SERVICE_ANSWERS,
  ...OPERATIONS_ANSWERS,
};

/** The answer to a check, undefined where the list has a hole. */
export function answerTo(id: string, metric: string): Answer | undefined {
  return ANSWERS[id]?.[metric];
}
