import { phrases, type AidWords } from './aid-words.ts'

export const german: AidWords = {
  endings: '(?:e[rnsm]?)?',
  common: phrases(
    'der, die, das, und, ich, sie, ihr, ihre, ihren, nicht, ist, war, haben, hat, wir, uns, mit, für, von, bei, auf, den, dem, ein, eine, einen, wenn, dass, aber, auch, zu, im, am',
  ),
  absolute:
    phrases(`immer, nie, niemals, ständig, dauernd, andauernd, jedes mal, jeder weiß, jede weiß, alle wissen, alle denken, alle sagen,
    niemand mag, niemand will, keiner mag, keiner will, ausnahmslos, nie im leben`),
  person:
    phrases(`faul~, unzuverlässig~, arrogant~, überheblich~, schwierige person, schwierige mitarbeiterin, schwieriger mitarbeiter,
    schwieriger mensch, zu emotional, zu empfindlich, zu sensibel, zu ruhig, zu leise, zu laut, zu nett, zu schüchtern, zickig~,
    bockig~, stur~, launisch~, herrisch~, aggressiv~, nicht teamfähig, kein teamplayer, keine teamplayerin,
    keine führungspersönlichkeit, geborene führungskraft, naturtalent, rampensau, überflieger, überfliegerin, besserwisser,
    besserwisserin, kontrollfreak, mimose, diva, einzelgänger, einzelgängerin, falsche einstellung, schlechte einstellung`),
  vague:
    phrases(`gut gemacht, super gemacht, gute arbeit, tolle arbeit, super arbeit, guter job, toller job, super job, weiter so, nur weiter so,
    proaktiver, mehr einsatz, mehr engagement, mehr eigeninitiative, mehr verantwortung übernehmen, besser kommunizieren,
    mehr kommunizieren, strategischer, sichtbarer, professioneller, selbstbewusster, souveräner, mehr präsenz, besser werden`),
  motive:
    phrases(`absichtlich, mit absicht, ihnen ist egal, ihnen ist es egal, es ist ihnen egal, ist ihnen egal, dir ist egal, ist dir egal,
    ist ihm egal, ist ihr egal, sie wollen nur, du willst nur, will nur, wollen sich nur, keine lust gehabt, keine lust hatten,
    keine lust hat, offensichtlich kein interesse, gut dastehen wollen`),
  group:
    phrases(`als frau, als mann, für eine frau, für einen mann, als mutter, als vater, typisch frau, typisch mann, typisch deutsch,
    in ihrem alter, in deinem alter, für ihr alter, für sein alter, für dein alter, zu alt, zu jung, ihre generation,
    deine generation, für eine teilzeitkraft, für jemanden in teilzeit, leute wie sie, leute wie du, wo sie herkommen,
    wo du herkommst, für eine ausländerin, für einen ausländer`),
  hurts:
    phrases(`dumm~, blöd~, doof~, idiot, idiotin, idiotisch~, unfähig~, nutzlos~, wertlos~, peinlich~, lächerlich~, hysterisch~,
    verrückt~, schizophren~, autistisch~, rabenmutter, quotenfrau, quotenmann, powerfrau, karrierefrau, emanze, weichei,
    warmduscher, schwarzes schaf, mädchen für alles`),
  loaded: {
    mädels: 'Kolleginnen',
    mädel: 'Kollegin',
    'die jungs': 'die Kollegen',
    putzfrau: 'Reinigungskraft',
    putzfrauen: 'Reinigungskräfte',
    tippse: 'Assistenz',
    manntage: 'Personentage',
    mannstunden: 'Personenstunden',
    mannjahre: 'Personenjahre',
    milchmädchenrechnung: 'zu einfache Rechnung',
    getürkt: 'gefälscht',
    'die behinderten': 'Menschen mit Behinderung',
    taubstumm: 'gehörlos',
    'an den rollstuhl gefesselt': 'im Rollstuhl',
    geisteskrank: 'psychisch erkrankt',
    flüchtling: 'geflüchtete Person',
    flüchtlinge: 'Geflüchtete',
    asylanten: 'Geflüchtete',
    farbige: 'Schwarze Menschen',
    farbiger: 'Schwarzer Mensch',
    zigeuner: 'Sinti und Roma',
    'das schwache geschlecht': 'Frauen',
    'ihren mann stehen': 'sich durchsetzen',
    'seinen mann stehen': 'sich durchsetzen',
  },
  fine: phrases(`immer noch, noch immer, wie immer, fast immer, nicht immer, für immer, immer mehr, immer besser, immer wieder, immer öfter,
    fast nie, noch nie, nie wieder, peinlich genau, peinlich sauber`),
}
