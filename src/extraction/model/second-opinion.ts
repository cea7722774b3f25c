import type { Log } from '../../log.ts'
import type { Focus } from '../extraction.ts'
import type { Findings } from '../found.ts'
import type { Survey } from '../survey.ts'
import { answerKey, type KeptAnswers } from './kept-answers.ts'
import type { Cost, Model } from './model.ts'
import { type ModelValues, readAnswer } from './model-answer.ts'
import { type PictureOf, picturesFor } from './pictures-for.ts'
import { proveAnswers } from './prove-answers.ts'
import { type Question, questionAbout } from './question.ts'
import { reconcile } from './reconcile.ts'
import { reasonOf } from './try-again.ts'

/** What a model was asked about a document, and what that cost; recorded beside the invoice. */
export interface ModelUse extends Cost {
  name: string
  asked: number
  /** Asked the same before: the answer was kept, and cost nothing now. */
  isKept: boolean
  /** Why there was no usable answer. */
  failure?: string
}

interface Asking {
  model: Model
  kept?: KeptAnswers | undefined
  log: Log
  pictureOf?: PictureOf | undefined
  isCombined?: boolean | undefined
  focus?: Focus | undefined
  signal: AbortSignal
}

/**
 * Asks a model about what is missing or doubtful. One that is down, slow or talks nonsense costs a warning, never the
 * invoice.
 */
export async function secondOpinion(
  read: Findings,
  survey: Survey,
  asking: Asking,
): Promise<{ findings: Findings; use?: ModelUse }> {
  const question = questionAbout(read, asking.focus)
  // a photo in which no word was read may still be one that is seen
  if (!question || (survey.lines.length === 0 && !asking.focus)) return { findings: read }
  const use: ModelUse = {
    name: asking.model.name,
    asked: question.names.length,
    requests: 0,
    tokensIn: 0,
    tokensOut: 0,
    isKept: false,
  }
  try {
    const said = proveAnswers(await answersTo(question, survey, asking, use), survey)
    return {
      findings: reconcile(read, said, question.controls, { isSeen: asking.focus !== undefined }),
      use,
    }
  } catch (error) {
    asking.signal.throwIfAborted()
    use.failure = reasonOf(error)
    asking.log.warn('the model gave no usable answer; going on without it', { reason: use.failure })
    return { findings: read, use }
  }
}

async function answersTo(
  { names }: Question,
  { lines }: Survey,
  { model, kept, log, pictureOf, isCombined, focus, signal }: Asking,
  use: ModelUse,
): Promise<ModelValues> {
  const key = answerKey(model, { lines, names, isCombined, focus })
  const known = await kept?.find(key)
  if (known !== undefined) {
    use.isKept = true
    return readAnswer(known, names)
  }
  const pictures = picturesFor(lines, pictureOf, { signal, log })
  const content = await model.ask({ lines, names, isCombined, focus, pictures }, use, signal)
  const values = readAnswer(content, names)
  await kept?.keep(key, JSON.stringify(values), use)
  return values
}
