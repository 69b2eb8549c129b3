/**
 * Which column holds what: the header names of the usual HR systems and of
 * exports in English, German, Spanish and French, and mappings for all others.
 */
import { type Field, fields } from '../../contract/people.ts'
import { problem } from '../platform/problem.ts'
import { type Declared, declaredFormat } from './dates.ts'

/**
 * Header names by field, most telling first: where a file has two of them, the
 * earlier wins. Folded (see `fold`): "Employee #" is `employeenumber`.
 */
const names: Record<Field, string> = {
  number: `employeenumber employeeid employeeno userid personnelnumber persno pernr personid personnumber workerid employeecode
    fileid filenumber positionid empid empno empnumber eid eeid staffid staffnumber payrollid payrollnumber id associateid
    personalnummer mitarbeiternummer mitarbeiterid mitarbeiternr personalnr persnr stammnummer
    numerodeempleado numempleado idempleado idempleada codigodeempleado legajo nomina
    matricule numeroemploye numerodemploye numerosalarie idsalarie idemploye`,
  givenName: `firstname givenname legalfirstname forename legalnamefirstname first preferredfirstname vorname rufname nombre nombres primernombre prenom`,
  middleName: `middlename mi middleinitial middle legalmiddlename secondname zweitername zweitervorname segundonombre deuxiemeprenom`,
  familyName: `lastname familyname surname legallastname legalnamelastname last nachname familienname apellido apellidos primerapellido nom nomdefamille`,
  preferredName: `preferredname nickname knownas preferredfirst anzeigename spitzname nombrepreferido prenomusuel prenomdusage`,
  fullName: `fullname displayname name employeename workername payrollname completename employee worker legalname formattedname mitarbeitername mitarbeiter nombrecompleto empleado nomcomplet employe salarie`,
  email: `workemail email emailaddress workemailaddress primaryemail primaryworkemail businessemail companyemail emailwork mail
    officialemail emailprimarywork emailid businessemailaddress workcontactworkemail emailbusiness
    emailadresse geschaeftlicheemail dienstlicheemail emaildienstlich correoelectronico correo correotrabajo emailcorporativo correocorporativo
    courriel adresseemail emailprofessionnel adresseelectronique courrielprofessionnel`,
  status: `status employmentstatus employeestatus workerstatus userstatus emplstatus currentstatus hrstatus positionstatus statuscode
    activestatus mitarbeiterstatus beschaeftigungsstatus estado estadolaboral situacion situacionlaboral estatus statut statutemploye situation etat`,
  employmentType: `employmenttype employeetype workertype contracttype fulltimeparttime timetype ftpt emptype workercategory employeeclass employeesubgroup
    workingtime beschaeftigungsart vertragsart anstellungsart tipodecontrato tipocontrato tipodeempleo typedecontrat typecontrat contrat`,
  title: `jobtitle title positiontitle position businesstitle jobname role jobprofile jobtitledescription primaryjob
    positionname jobdescription stelle stellenbezeichnung positionsbezeichnung berufsbezeichnung funktion jobbezeichnung
    puesto cargo puestodetrabajo titulo poste intituledeposte intituleduposte fonction emploi titredeposte`,
  department: `department departmentname dept departmentdescription homedepartment homedepartmentdescription deptname
    orgunit organizationalunit organisationalunit supervisoryorganization orgunitname team abteilung abteilungsname bereich organisationseinheit departamento area
    departement service direction`,
  division: `division divisionname businessunit businessunitname unit bu company companyname legalentity subcompany sparte geschaeftsbereich
    unternehmensbereich unternehmen gesellschaft divisiondenegocio unidaddenegocio empresa divisionname branche entite societe`,
  location: `location worklocation office locationname site workplace workcity officelocation primarylocation locationdescription homelocation city
    standort arbeitsort buero niederlassung dienstort ubicacion lugardetrabajo centrodetrabajo centro oficina lieu lieudetravail site bureau`,
  country: `country countrycode workcountry countryregion locationcountry countryname land arbeitsland landcode pais paisdetrabajo pays`,
  timeZone: `timezone tz workertimezone zeitzone zonahoraria fuseauhoraire`,
  locale: `language locale defaultlocale preferredlanguage lang languagecode sprache korrespondenzsprache idioma lengua langue`,
  level: `level joblevel grade jobgrade paygrade careerlevel band managementlevel seniority stufe karrierestufe entgeltgruppe nivel grado niveau echelon`,
  manager: `supervisoreid manageremployeeid managerid manager managersemployeeid manageremployeenumber managernumber supervisorid reportstoid
    reportstoemployeeid managereid manageruserid linemanagerid reportsto supervisoremployeeid supervisornumber reportstopositionid directmanagerid
    manageridnumber supervisor linemanager directmanager superiorid vorgesetzternr vorgesetztennummer vorgesetztenid vorgesetzter vorgesetzte fuehrungskraft fuehrungskraftid
    personalnummervorgesetzter idjefe idresponsable idsupervisor jefe responsable supervisora superiorid superior
    matriculeresponsable matriculemanager idmanager responsablehierarchique superieur superieurhierarchique`,
  managerEmail: `manageremail supervisoremail manageremailaddress manageremailid manageworkemail managerworkemail linemanageremail reportstoemail supervisoremailaddress
    emailvorgesetzter vorgesetzteremail emailfuehrungskraft emailjefe emailresponsable correojefe courrielresponsable emailmanager`,
  managerName: `managername supervisorname reportstoname linemanagername supervisorfullname managerfullname namevorgesetzter nombrejefe nombreresponsable nomresponsable nomdumanager`,
  secondManager: `secondmanager matrixmanager matrixmanagerid secondmanagerid dottedlinemanager dottedlinemanagerid functionalmanager functionalmanagerid
    secondarymanager secondarymanagerid indirectmanager zweitervorgesetzter fachlichevorgesetzter fachlichervorgesetzter matrixvorgesetzter`,
  hiredOn: `hiredate originalhiredate startdate dateofhire hiredon joineddate joiningdate dateofjoining datehired employmentstartdate lasthiredate mostrecenthiredate
    seniordate companyservicedate adjustedhiredate entrydate eintrittsdatum eintritt einstellungsdatum eingestelltam startdatum anstellungsdatum
    fechadeingreso fechaingreso fechadealta fechadecontratacion fechaalta fechadeinicio
    datedembauche dateembauche datedentree dateentree datearrivee datededebut`,
  leftOn: `terminationdate enddate lastdayofwork lastworkingday termdate leavingdate dateofleaving exitdate lastday employmentenddate separationdate leavedate
    terminateddate austrittsdatum austritt kuendigungsdatum letzterarbeitstag enddatum vertragsende
    fechadebaja fechabaja fechadesalida fechadeterminacion fechafin
    datedesortie datesortie datedepart datededepart datedefin`,
}

/** Letters and digits in lower case without accents; `#` says "number". */
export function fold(name: string): string {
  return name
    .normalize('NFKD')
    .replace(/[\u0300-\u036f\u200b-\u200f\ufeff]/g, '')
    .toLowerCase()
    .replaceAll('ß', 'ss')
    .replaceAll('#', 'number')
    .replace(/[^\p{L}\p{N}]/gu, '')
}

const fieldOf = new Map<string, { field: Field; rank: number }>()
for (const field of fields) {
  for (const [rank, name] of names[field].split(/\s+/).entries()) {
    if (!fieldOf.has(name)) fieldOf.set(name, { field, rank })
  }
}
// German umlauts are written both ways: "Geschäftsbereich" folds to geschaftsbereich.
for (const [name, to] of fieldOf) {
  if (!/ae|oe|ue/.test(name)) continue
  const plain = name.replaceAll('ae', 'a').replaceAll('oe', 'o').replaceAll('ue', 'u')
  if (!fieldOf.has(plain)) fieldOf.set(plain, to)
}

/** The field that a header names, if it is one we know. */
export function recognise(header: string): Field | undefined {
  return find(header)?.field
}

function find(header: string): { field: Field; rank: number } | undefined {
  const folded = fold(header)
  return fieldOf.get(folded) ?? fieldOf.get(folded.replace(/^(employee|worker|person|mitarbeiter)(?=.)/, ''))
}

/** How many different fields a record names: its likeness to a header. */
export function headersIn(cells: readonly string[]): number {
  return new Set(cells.map(recognise).filter(Boolean)).size
}

// --- mappings

/** Column → field, and what a file's own words for a status and its dates mean. */
export type Mapping = {
  columns: ReadonlyMap<string, Field | null>
  dates: ReadonlyMap<string, Declared>
  status: ReadonlyMap<string, Status>
}
export type Status = 'active' | 'leave' | 'ended' | 'prehire'
const statuses: readonly Status[] = ['active', 'leave', 'ended', 'prehire']

export const noMapping: Mapping = { columns: new Map(), dates: new Map(), status: new Map() }

/**
 * `{ "Source column": "field" }`, or with more to say
 * `{ "columns": {…}, "dates": { "Source column": "DD/MM/YYYY" }, "status": { "X": "leave" } }`.
 * A field of null or "" leaves the column out.
 */
export function readMapping(value: unknown): Mapping {
  if (value === null || value === undefined) return noMapping
  if (!isRecord(value)) throw problem('people_mapping_invalid')
  const full = isRecord(value['columns']) || isRecord(value['dates']) || isRecord(value['status'])
  const part = (name: string) => (full && isRecord(value[name]) ? value[name] : {})
  const columns = new Map<string, Field | null>()
  for (const [column, to] of Object.entries(full ? part('columns') : value)) {
    if (to === null || to === '' || to === 'ignore') columns.set(columnKey(column), null)
    else {
      const field =
        typeof to === 'string'
          ? (fields as readonly string[]).includes(to)
            ? (to as Field)
            : recognise(to)
          : undefined
      if (!field)
        throw problem('people_mapping_field_unknown', { value: String(to), column, fields: fields.join(', ') })
      columns.set(columnKey(column), field)
    }
  }
  const dates = new Map<string, Declared>()
  for (const [column, to] of Object.entries(part('dates'))) {
    const format = typeof to === 'string' ? declaredFormat(to) : undefined
    if (!format) throw problem('people_mapping_date_unknown', { value: String(to), column })
    dates.set(columnKey(column), format)
  }
  const status = new Map<string, Status>()
  for (const [word, to] of Object.entries(part('status'))) {
    if (!(statuses as readonly unknown[]).includes(to))
      throw problem('people_mapping_status_unknown', { word, meanings: statuses.join(', '), value: String(to) })
    status.set(statusKey(word), to as Status)
  }
  return { columns, dates, status }
}

export function columnKey(header: string): string {
  return header
    .replaceAll('\0', '')
    .normalize('NFC')
    .replace(/[\s\u00a0]+/g, ' ')
    .trim()
    .toLowerCase()
}

export function statusKey(word: string): string {
  return word
    .normalize('NFC')
    .replace(/[\s\u00a0_-]+/g, ' ')
    .trim()
    .toLowerCase()
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

// --- layout

export type Column = { index: number; header: string; field: Field | null; declared?: Declared | undefined }
export type Layout = { columns: readonly Column[]; width: number; at: Partial<Record<Field, Column>> }

/** What each column of a header holds: the mapping first, then the names we know; one column per field. */
export function layOut(header: readonly string[], mapping: Mapping): Layout {
  let width = header.length
  while (width > 0 && header[width - 1]!.trim() === '') width--
  const guesses = header.slice(0, width).map((text, index) => {
    const name = text
      .replaceAll('\0', '')
      .replace(/[\u200b-\u200f\ufeff]/g, '')
      .replace(/[\s\u00a0]+/g, ' ')
      .trim()
    const mapped = mapping.columns.get(columnKey(text))
    const found = mapped === undefined ? find(text) : mapped === null ? undefined : { field: mapped, rank: -1 }
    return { index, header: name, found, declared: mapping.dates.get(columnKey(text)) }
  })
  // German exports write "Name" beside "Vorname" and mean the family name.
  const has = (field: Field) => guesses.some((g) => g.found?.field === field)
  if (has('givenName') && !has('familyName')) {
    for (const guess of guesses)
      if (guess.found?.rank !== -1 && fold(guess.header) === 'name') guess.found = { field: 'familyName', rank: 99 }
  }
  const best = new Map<Field, { index: number; rank: number }>()
  for (const { index, found } of guesses) {
    if (!found) continue
    const other = best.get(found.field)
    if (!other || found.rank < other.rank) best.set(found.field, { index, rank: found.rank })
  }
  const columns = guesses.map(({ index, header: name, found, declared }): Column => {
    if (!found) return { index, header: name, field: null, declared }
    if (best.get(found.field)!.index === index) return { index, header: name, field: found.field, declared }
    // A second column about the manager, beside the one with numbers, holds the name ("supervisorEId", "supervisor").
    if (found.field === 'manager' && !best.has('managerName'))
      return { index, header: name, field: 'managerName', declared }
    return { index, header: name, field: null, declared }
  })
  const at: Partial<Record<Field, Column>> = {}
  for (const column of columns) if (column.field && !at[column.field]) at[column.field] = column
  return { columns, width, at }
}
