import { phrases, type AidWords } from './aid-words.ts'

export const spanish: AidWords = {
  endings: '[oa]s?',
  common: phrases(
    'el, la, los, las, que, y, de, en, un, una, por, para, con, su, sus, se, fue, era, ha, han, había, cuando, como, pero, del, al, lo, le, nos, más, usted, ustedes, este, esta, eso, muy, sin, porque, antes, después, primero, dos, así, hizo, dijo, nuestro, nuestra, no, es, me, mi, ya',
  ),
  absolute:
    phrases(`siempre, nunca, jamás, constantemente, cada vez, todo el tiempo, todo el mundo sabe, todo el mundo piensa, todos saben,
    todos piensan, nadie quiere, nadie soporta, sin excepción, todas y cada una de las veces`),
  person:
    phrases(`vag~, perezos~, holgazán, holgazana, arrogante, soberbi~, conflictiv~, persona difícil, persona complicada, poco fiable,
    demasiado emocional, demasiado sensible, demasiado callad~, demasiado tímid~, demasiado bland~, demasiado buen~, mandón, mandona,
    agresiv~, tozud~, terc~, testarud~, caprichos~, mala actitud, actitud negativa, problema de actitud, no sabe trabajar en equipo,
    no es un líder, no es una líder, líder nato, líder nata, talento natural, un crack, una crack, sabelotodo, marimandona,
    diva`),
  vague:
    phrases(`buen trabajo, gran trabajo, excelente trabajo, muy bien hecho, sigue así, siga así, más proactiv~, comunicar mejor, comunicarse mejor,
    más estratégic~, más visible, más profesional, más compromiso, más implicación, más iniciativa, más presencia, más seguridad,
    dar un paso al frente, mejorar la actitud, ser mejor`),
  motive:
    phrases(`a propósito, adrede, no le importa, no te importa, le da igual, te da igual, solo quiere, solo quieres, sólo quiere,
    sólo quieres, lo único que quiere, lo único que quieres, es evidente que quiere, para quedar bien, sin ganas`),
  group:
    phrases(`para ser mujer, para ser hombre, como mujer, como hombre, como madre, como padre, típico de mujeres, típico de hombres,
    para su edad, para tu edad, a su edad, a tu edad, demasiado mayor, demasiado joven, su generación, tu generación,
    la gente como usted, la gente como tú, para ser extranjer~, de donde viene, de donde vienes`),
  hurts:
    phrases(`tont~, estúpid~, idiota, inútil, inútiles, incompetente, incompetentes, ridícul~, patétic~, histéric~, loc~, subnormal,
    retrasad~, esquizofrénic~, autista, vergonzos~, oveja negra, nenaza, calzonazos, mujer florero`),
  loaded: {
    'las chicas': 'las compañeras',
    'los chicos': 'el equipo',
    'señora de la limpieza': 'personal de limpieza',
    minusválido: 'persona con discapacidad',
    minusválida: 'persona con discapacidad',
    discapacitado: 'persona con discapacidad',
    discapacitada: 'persona con discapacidad',
    'los discapacitados': 'las personas con discapacidad',
    inválido: 'persona con discapacidad',
    inválida: 'persona con discapacidad',
    sordomudo: 'persona sorda',
    sordomuda: 'persona sorda',
    'postrado en una silla de ruedas': 'en silla de ruedas',
    'postrada en una silla de ruedas': 'en silla de ruedas',
    'enfermo mental': 'persona con un problema de salud mental',
    'enferma mental': 'persona con un problema de salud mental',
    moro: 'persona magrebí',
    gitanada: 'mala jugada',
    'trabajo de chinos': 'trabajo muy minucioso',
    'trabajar como un negro': 'trabajar muchísimo',
    'merienda de negros': 'desorden',
    'sexo débil': 'mujeres',
    'a prueba de tontos': 'fácil de usar',
  },
  fine: phrases(`casi siempre, no siempre, como siempre, para siempre, siempre que, casi nunca, nunca mejor, cada vez más, cada vez menos, cada vez mejor,
    cada vez que, a propósito de, como padre del proyecto, como madre del proyecto`),
}
