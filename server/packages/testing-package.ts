/** Small packages, as authoring tools make them, for tests and for the demo company. */
import { ZipFile } from 'yazl'

export type Item = {
  id: string
  title: string
  file: string
  reports?: boolean
  mastery?: number
  more?: string
}

const head = {
  scorm12: {
    version: '1.2',
    spaces:
      'xmlns="http://www.imsproject.org/xsd/imscp_rootv1p1p2" xmlns:adlcp="http://www.adlnet.org/xsd/adlcp_rootv1p2"',
    type: 'adlcp:scormtype',
  },
  scorm2004: {
    version: '2004 4th Edition',
    spaces:
      'xmlns="http://www.imsglobal.org/xsd/imscp_v1p1" xmlns:adlcp="http://www.adlnet.org/xsd/adlcp_v1p3" xmlns:imsss="http://www.imsglobal.org/xsd/imsss"',
    type: 'adlcp:scormType',
  },
}
const escape = (text: string) => text.replace(/[<&]/g, (one) => (one === '<' ? '&lt;' : '&amp;'))

export function manifestOf(
  title: string,
  items: readonly Item[] = [{ id: 'one', title, file: 'index.html' }],
  kind: keyof typeof head = 'scorm12',
  /** Of the organization, behind its items: its own rules. */
  more = '',
): string {
  const { version, spaces, type } = head[kind]
  const item = (one: Item) =>
    `<item identifier="${one.id}" identifierref="r-${one.id}"><title>${escape(one.title)}</title>${
      one.mastery === undefined ? '' : `<adlcp:masteryscore>${one.mastery}</adlcp:masteryscore>`
    }${one.more ?? ''}</item>`
  const resource = (one: Item) =>
    `<resource identifier="r-${one.id}" type="webcontent" ${type}="${one.reports === false ? 'asset' : 'sco'}" href="${one.file}"><file href="${one.file}"/></resource>`
  return `<?xml version="1.0" encoding="UTF-8"?>
<manifest identifier="m" version="1" ${spaces}><metadata><schema>ADL SCORM</schema><schemaversion>${version}</schemaversion></metadata>
<organizations default="o"><organization identifier="o"><title>${escape(title)}</title>${items.map(item).join('')}${more}</organization></organizations>
<resources>${items.map(resource).join('')}</resources></manifest>`
}

/** A zip file of these files; without any, the smallest course there is. */
export function zipOf(title: string, files?: Readonly<Record<string, string | Buffer>>): Promise<Buffer> {
  const zip = new ZipFile()
  const all = files ?? { 'imsmanifest.xml': manifestOf(title), 'index.html': `<h1>${escape(title)}</h1>` }
  for (const [name, content] of Object.entries(all)) zip.addBuffer(Buffer.from(content), name)
  zip.end()
  return new Promise((resolve, reject) => {
    const parts: Buffer[] = []
    zip.outputStream.on('data', (part: Buffer) => parts.push(part)).on('error', reject)
    zip.outputStream.on('end', () => resolve(Buffer.concat(parts)))
  })
}

export type Unit = {
  id: string
  title: string
  url: string
  moveOn?: string
  mastery?: string
  more?: string
  attributes?: string
}
const words = (tag: string, said: string) => `<${tag}><langstring lang="en">${escape(said)}</langstring></${tag}>`
const unitIn = (one: Unit) =>
  `<au id="${one.id}"${one.moveOn ? ` moveOn="${one.moveOn}"` : ''}${one.mastery ? ` masteryScore="${one.mastery}"` : ''}${one.attributes ?? ''}>${words('title', one.title)}${words('description', one.title)}<url>${one.url}</url>${one.more ?? ''}</au>`

/** A course of cmi5: units by themselves, then blocks of units. */
export const cmi5Of = (
  title: string,
  units: readonly Unit[] = [{ id: 'https://example.com/au', title, url: 'index.html' }],
  blocks: readonly { id: string; title: string; units: readonly Unit[] }[] = [],
  about = `About ${title}`,
): string => `<?xml version="1.0" encoding="utf-8"?>
<courseStructure xmlns="https://w3id.org/xapi/profiles/cmi5/v1/CourseStructure.xsd"><course id="https://example.com/course">${words('title', title)}${words('description', about)}</course>
${units.map(unitIn).join('\n')}${blocks
  .map(
    (one) =>
      `<block id="${one.id}">${words('title', one.title)}${words('description', one.title)}${one.units.map(unitIn).join('')}</block>`,
  )
  .join('\n')}</courseStructure>`

const rule = (condition: string, not = false) =>
  `<imsss:ruleCondition referencedObjective="before"${not ? ' operator="not"' : ''} condition="${condition}"/>`
/** Three parts of SCORM 2004: the second is open from the start, the third when the first was passed. */
export const sequenced = (title: string, file = 'index.html'): string =>
  manifestOf(
    title,
    [
      {
        id: 'one',
        title: 'One',
        file: `${file}?part=one`,
        more: `<imsss:sequencing><imsss:objectives><imsss:primaryObjective objectiveID="own"><imsss:mapInfo targetObjectiveID="shared" writeSatisfiedStatus="true"/></imsss:primaryObjective></imsss:objectives><imsss:deliveryControls completionSetByContent="true" objectiveSetByContent="true"/></imsss:sequencing>`,
      },
      {
        id: 'two',
        title: 'Two',
        file: `${file}?part=two`,
        more: `<imsss:sequencing><imsss:deliveryControls completionSetByContent="true" objectiveSetByContent="true"/></imsss:sequencing>`,
      },
      {
        id: 'three',
        title: 'Three',
        file: `${file}?part=three`,
        more: `<imsss:sequencing><imsss:sequencingRules><imsss:preConditionRule><imsss:ruleConditions conditionCombination="any">${rule('satisfied', true)}${rule('objectiveStatusKnown', true)}</imsss:ruleConditions><imsss:ruleAction action="disabled"/></imsss:preConditionRule></imsss:sequencingRules><imsss:objectives><imsss:primaryObjective objectiveID="own"/><imsss:objective objectiveID="before"><imsss:mapInfo targetObjectiveID="shared" readSatisfiedStatus="true"/></imsss:objective></imsss:objectives><imsss:deliveryControls completionSetByContent="true" objectiveSetByContent="true"/></imsss:sequencing>`,
      },
    ],
    'scorm2004',
    '<imsss:sequencing><imsss:controlMode choice="true" flow="true"/></imsss:sequencing>',
  )
