/** Long enough to cost nothing, short enough for what a bomb gains in between. */
const lookMs = 200
/** Freed memory is seen late: what was just ended is given time to let go. */
const settleMs = 1_500

interface Settings {
  limitBytes: number
  residentBytes?: () => number
  /** Called while the process has grown by more than the limit since the watch began. */
  onExcess: () => void
}

/**
 * Watches how much the process grows while threads work. A few kilobytes of nested compression become gigabytes
 * inside pdf.js, and threads have no memory limit of their own.
 */
export function createMemoryWatch({
  limitBytes,
  onExcess,
  residentBytes = process.memoryUsage.rss,
}: Settings) {
  let watching: NodeJS.Timeout | undefined
  let before = 0
  let quietUntil = 0
  const look = () => {
    if (residentBytes() - before < limitBytes || performance.now() < quietUntil) return
    quietUntil = performance.now() + settleMs
    onExcess()
  }
  return {
    /** What the process holds now, without any thread, is what it is measured against. */
    begin() {
      if (watching) return
      before = residentBytes()
      watching = setInterval(look, lookMs).unref()
    },
    end() {
      clearInterval(watching)
      watching = undefined
    },
  }
}
