/**
 * Why rows are refused, for the file that somebody corrects and sends back: the
 * one place where a sentence about a file leaves without a page to translate it.
 * The sentences are the pages' own; a test holds the two together.
 */
import type { Language } from '../../contract/library.ts'
import { type FindingCode, findings } from '../../contract/people.ts'

type RefusedCode = {
  [Code in FindingCode]: (typeof findings)[Code]['severity'] extends 'refused' ? Code : never
}[FindingCode]
type Words = { line: string; reason: string } & Record<RefusedCode, string>

const words: Record<Exclude<Language, 'en'>, Words> = {
  de: {
    line: 'Zeile',
    reason: 'Grund',
    row_too_short:
      'Diese Zeile hat {actual} von {expected} Spalten; welche fehlen, lässt sich nicht sagen. Füllen Sie die Zeile auf, leere Spalten eingeschlossen.',
    row_too_long:
      'Diese Zeile hat {actual} Spalten, die Kopfzeile {expected}; vielleicht braucht ein Wert mit Trennzeichen Anführungszeichen. Berichtigen Sie die Zeile.',
    identity_missing:
      'Diese Zeile hat weder Personalnummer noch E-Mail-Adresse; um wen es geht, lässt sich nicht sagen. Ergänzen Sie eine davon.',
    name_missing: 'Diese Zeile hat keinen Namen. Ergänzen Sie ihn.',
    number_damaged:
      '„{value}“ ist eine Personalnummer, die eine Tabellenkalkulation in eine andere Zahl verwandelt hat; ihre Ziffern sind verloren. Exportieren Sie erneut mit der Spalte als Text.',
    number_conflict:
      'Personalnummer {number} steht in den Zeilen {lines} mit verschiedenen Angaben ({columns}). Keine wurde übernommen; behalten Sie die richtige.',
    status_unknown:
      '„{value}“ ist hier kein bekannter Status, und ohne Status gilt niemand als aktiv. Sagen Sie in der Spaltenzuordnung, was er bedeutet: arbeitet hier, abwesend, beendet oder noch nicht begonnen.',
    value_too_long: 'Dieser Wert hat {length} Zeichen; die Grenze ist {limit}. Kürzen Sie ihn.',
  },
  es: {
    line: 'Línea',
    reason: 'Motivo',
    row_too_short:
      'Esta fila tiene {actual} de {expected} columnas, y no se puede saber cuáles faltan. Complete la fila, también con las columnas vacías.',
    row_too_long:
      'Esta fila tiene {actual} columnas y el encabezado {expected}; quizá un valor con separador necesita comillas. Corrija la fila.',
    identity_missing:
      'Esta fila no tiene número de personal ni correo electrónico, y no se puede saber de quién es. Añada uno de los dos.',
    name_missing: 'Esta fila no tiene nombre. Añádalo.',
    number_damaged:
      '«{value}» es un número de personal que una hoja de cálculo convirtió en otro tipo de número; sus cifras se han perdido. Exporte de nuevo con la columna como texto.',
    number_conflict:
      'El número de personal {number} está en las líneas {lines} con datos distintos ({columns}). No se importó ninguna; conserve la correcta.',
    status_unknown:
      '«{value}» no es una situación conocida aquí, y sin ella nadie se da por activo. Diga en la asignación de columnas qué significa: trabaja aquí, de permiso, terminada o sin empezar.',
    value_too_long: 'Este valor tiene {length} caracteres; el límite es {limit}. Acórtelo.',
  },
  fr: {
    line: 'Ligne',
    reason: 'Raison',
    row_too_short:
      'Cette ligne a {actual} colonnes sur {expected} ; impossible de dire lesquelles manquent. Complétez la ligne, colonnes vides comprises.',
    row_too_long:
      'Cette ligne a {actual} colonnes, l’en-tête {expected} ; une valeur avec séparateur a peut-être besoin de guillemets. Corrigez la ligne.',
    identity_missing:
      'Cette ligne n’a ni matricule ni adresse e-mail ; impossible de dire de qui elle parle. Ajoutez l’un des deux.',
    name_missing: 'Cette ligne n’a pas de nom. Ajoutez-le.',
    number_damaged:
      '« {value} » est un matricule qu’un tableur a transformé en un autre nombre ; ses chiffres sont perdus. Exportez à nouveau avec la colonne en texte.',
    number_conflict:
      'Le matricule {number} figure aux lignes {lines} avec des données différentes ({columns}). Aucune n’est importée ; gardez la bonne.',
    status_unknown:
      '« {value} » n’est pas une situation connue ici, et sans elle personne n’est tenu pour présent. Dites dans la correspondance des colonnes ce que cela veut dire : travaille ici, en congé, terminé ou pas encore en poste.',
    value_too_long: 'Cette valeur a {length} caractères ; la limite est de {limit}. Raccourcissez-la.',
  },
}

/** The two headings that stand before the file's own columns. */
export const headingsIn = (language: Language): [string, string] =>
  language === 'en' ? ['Line', 'Reason'] : [words[language].line, words[language].reason]

/** The sentence of a finding, its `{names}` still to be filled in. */
export const sentenceIn = (language: Language, code: FindingCode): string =>
  (language === 'en' ? undefined : (words[language] as Partial<Record<FindingCode, string>>)[code]) ??
  findings[code].message
