/** Standard output took no more: whoever read it has gone, or its disk is full. */
export class OutputClosed extends Error {
  constructor(readonly code: string | undefined) {
    super(`standard output can't be written (${code})`)
  }
}

/** Writes to standard output, and waits: a process that ends takes what is not written yet with it. */
export function print(text: string): Promise<void> {
  return new Promise((resolve, reject) => {
    process.stdout.write(text, (error) =>
      error ? reject(new OutputClosed((error as NodeJS.ErrnoException).code)) : resolve(),
    )
  })
}

/** A stream that reports an error to nobody ends the process with a stack trace. */
export function outliveClosedOutput() {
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {})
}
