import type { Answer, Frame, Value } from '../kernel/answer.ts'
import { isJsonObject, type Json } from '../kernel/json.ts'
import { canonicalJson, sha256 } from '../ledger/canonical.ts'
import type { ReceiptAnswer } from '../ledger/receipt.ts'
import { type ArrowEngine, frameRows } from './frame-rows.ts'

export interface Released {
  readonly answer: Answer
  readonly json: Json
  /** What the receipt says of the answer: the digest is over the canonical JSON (RFC 8785) of `json`. */
  readonly evidence: ReceiptAnswer
  /** The JSON leaves out rows. */
  readonly isLarge: boolean
}

/** Turns what left the sandbox into the answer that callers get and the receipt names. */
export async function release(
  answer: Answer,
  loadArrow: () => Promise<ArrowEngine>,
): Promise<Released> {
  const json = await answerJson(answer, loadArrow)
  const text = canonicalJson(json)
  const evidence = {
    kind: answer.value.kind,
    digest: sha256(text),
    bytes: Buffer.byteLength(text) + streamBytes(json),
  }
  return { answer, json, evidence, isLarge: streamBytes(json) > 0 }
}

async function answerJson(answer: Answer, loadArrow: () => Promise<ArrowEngine>): Promise<Json> {
  return {
    value: await valueJson(answer.value, loadArrow),
    figures: answer.figures.map(({ format, bytes }) => ({
      format,
      base64: Buffer.from(bytes).toString('base64'),
    })),
    stdout: answer.stdout,
    stderr: answer.stderr,
  }
}

/** Length of the stream that stands in the JSON by its digest alone. */
function streamBytes(json: Json): number {
  const value = isJsonObject(json) ? json['value'] : undefined
  const stream = isJsonObject(value) && value['kind'] === 'frame' ? value['arrow'] : undefined
  return isJsonObject(stream) ? Number(stream['bytes']) : 0
}

async function valueJson(value: Value, loadArrow: () => Promise<ArrowEngine>): Promise<Json> {
  if (value.kind !== 'frame') return { ...value }
  return frameJson(value.frame, await loadArrow())
}

/**
 * A table as JSON, by its rows; one of more than a million cells by the SHA-256 of its Arrow IPC stream and its first rows,
 * so that neither this process nor a reader has to hold it as text.
 */
function frameJson(frame: Frame, arrow: ArrowEngine): Json {
  const columns = frame.columns.map(({ name, type }) => ({ name, type }))
  const { rowCount } = frame
  const shared = { kind: 'frame', columns, rowCount }
  const isLarge = rowCount * Math.max(1, columns.length) > maxInlineCells
  if (!isLarge) return { ...shared, rows: frameRows(frame, arrow) }
  return {
    ...shared,
    arrow: { sha256: sha256(frame.arrow), bytes: frame.arrow.length },
    head: frameRows(frame, arrow, headRows),
  }
}

const maxInlineCells = 1_000_000
const headRows = 20
