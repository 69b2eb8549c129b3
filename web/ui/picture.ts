/** A drawing of a page as a picture, as it stands there, with its title and where it comes from. */

/** What a drawing takes from the page's styles. */
const taken = [
  'fill',
  'stroke',
  'stroke-width',
  'stroke-dasharray',
  'stroke-linecap',
  'stroke-linejoin',
  'opacity',
  'font-size',
  'font-weight',
  'font-family',
  'text-anchor',
]
const edge = 24
const scale = 2

/** PNG, twice as fine as the screen. `foot`: a line below, such as of which day it is. */
export async function pictureOf(drawing: SVGSVGElement, title: string, foot: string): Promise<Blob> {
  const copy = drawing.cloneNode(true) as SVGSVGElement
  const [from, to] = [drawing.querySelectorAll('*'), copy.querySelectorAll('*')]
  from.forEach((one, i) => {
    const style = getComputedStyle(one)
    for (const name of taken) (to[i] as SVGElement).style.setProperty(name, style.getPropertyValue(name))
  })
  copy.setAttribute('xmlns', 'http://www.w3.org/2000/svg')
  const { clientWidth: width, clientHeight: height } = drawing
  const picture = new Image()
  picture.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(new XMLSerializer().serializeToString(copy))}`
  await picture.decode()
  const canvas = document.createElement('canvas')
  canvas.width = (width + 2 * edge) * scale
  canvas.height = (height + 2 * edge + 64) * scale
  const on = canvas.getContext('2d')
  if (!on) throw new Error('This browser draws no pictures.')
  const page = getComputedStyle(document.body)
  const colour = (name: string) => page.getPropertyValue(name).trim() || page.color
  on.scale(scale, scale)
  on.fillStyle = colour('--surface')
  on.fillRect(0, 0, canvas.width, canvas.height)
  on.fillStyle = colour('--ink')
  on.font = `600 16px ${page.fontFamily}`
  on.fillText(title, edge, edge + 14, width)
  on.drawImage(picture, edge, edge + 32, width, height)
  on.fillStyle = colour('--ink-2')
  on.font = `12px ${page.fontFamily}`
  on.fillText(foot, edge, height + edge + 58, width)
  return new Promise((resolve, reject) =>
    canvas.toBlob((file) => (file ? resolve(file) : reject(new Error('The picture could not be made.'))), 'image/png'),
  )
}
