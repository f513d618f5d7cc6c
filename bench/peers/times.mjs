/**
 * Lints a text and the text with one more letter by turns and prints the times as JSON, in milliseconds; the first two
 * runs warm up.
 *
 * @param {string} text
 * @param {number} offset where the letter goes
 * @param {number} runs
 * @param {(text: string) => Promise<unknown>} lint
 */
export async function times(text, offset, runs, lint) {
  const edited = `${text.slice(0, offset)}x${text.slice(offset)}`;
  const measured = [];
  for (let run = -2; run < runs; run++) {
    const start = performance.now();
    await lint(run % 2 === 0 ? text : edited);
    if (run >= 0) measured.push(performance.now() - start);
  }
  console.log(JSON.stringify(measured));
}
