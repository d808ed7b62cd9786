import qrcode from 'qrcode'

/**
 * A QR code as SVG, for letters: error correction M (15 % may be stained or folded), quiet zone of four modules as ISO/IEC
 * 18004 asks. Black on nothing, so that it prints on any paper.
 */
export function qrOf(text: string): string {
  const { modules } = qrcode.create(text, { errorCorrectionLevel: 'M' })
  const { size } = modules
  const quiet = 4
  const dots: string[] = []
  for (let row = 0; row < size; row++)
    for (let column = 0; column < size; column++)
      if (modules.get(row, column)) dots.push(`M${column + quiet} ${row + quiet}h1v1h-1z`)
  const whole = size + 2 * quiet
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${whole} ${whole}" shape-rendering="crispEdges" role="img"><path d="${dots.join('')}"/></svg>`
}
