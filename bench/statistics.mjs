/** @param {number[]} values @returns {{ median: number, p95: number }} */
export function summary(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (/** @type {number} */ share) =>
    sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN;
  return { median: at(0.5), p95: at(0.95) };
}

/** @param {number} milliseconds */
export function shown(milliseconds) {
  return milliseconds >= 100 ? `${Math.round(milliseconds)}` : milliseconds.toFixed(1);
}
