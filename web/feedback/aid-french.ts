import { phrases, type AidWords } from './aid-words.ts'

export const french: AidWords = {
  endings: '(?:e?s?)',
  common: phrases(
    'le, la, les, des, et, que, qui, de, du, un, une, pour, par, avec, pas, vous, votre, vos, nous, est, été, était, avez, avons, dans, sur, quand, mais, plus, ce, cette, il, elle, on, au, aux, en, ne, se, sa, son, ses, avant, après, deux, fait, sans, lors, chez, je, me, moi',
  ),
  absolute:
    phrases(`toujours, jamais, constamment, sans arrêt, sans cesse, à chaque fois, tout le temps, tout le monde sait, tout le monde pense,
    tout le monde dit, personne n’aime, personne n'aime, personne ne veut, sans exception`),
  person:
    phrases(`paresseux, paresseuse, fainéant~, arrogant~, prétentieux, prétentieuse, pas fiable, peu fiable, personne difficile,
    personne compliquée, trop émotif, trop émotive, trop sensible, trop discret, trop discrète, trop timide, trop gentil, trop gentille,
    trop bruyant~, autoritaire, agressif, agressive, têtu~, lunatique, capricieux, capricieuse, mauvaise attitude, attitude négative,
    problème d’attitude, problème d'attitude, pas fait pour diriger, pas faite pour diriger, leader né, leader née, leader naturel,
    leader naturelle, talent naturel, talent inné, une star, un génie, monsieur je-sais-tout, madame je-sais-tout, diva,
    pas d’esprit d’équipe, pas d'esprit d'équipe`),
  vague:
    phrases(`bon travail, beau travail, excellent travail, super travail, bon boulot, super boulot, bravo, continuez ainsi, continuez comme ça,
    continue comme ça, plus proactif, plus proactive, mieux communiquer, communiquer davantage, plus stratégique, plus visible,
    plus professionnel, plus professionnelle, plus d’implication, plus d'implication, plus d’initiative, plus d'initiative,
    plus de présence, plus d’assurance, plus d'assurance, monter en puissance, s’améliorer, s'améliorer`),
  motive:
    phrases(`exprès, vous vous en fichez, tu t’en fiches, tu t'en fiches, s’en fiche, s'en fiche, s’en moque, s'en moque,
    cela vous est égal, ça vous est égal, vous voulez seulement, vous voulez juste, tu veux juste, veut seulement, veut juste,
    cherche seulement à, pour se faire bien voir, pour vous faire bien voir, par mauvaise volonté, mauvaise volonté`),
  group:
    phrases(`pour une femme, pour un homme, en tant que femme, en tant qu’homme, en tant qu'homme, en tant que mère, en tant que père,
    typiquement féminin~, typiquement masculin~, pour votre âge, pour son âge, pour ton âge, à votre âge, à son âge, à ton âge, trop vieux,
    trop vieille, trop jeune, votre génération, ta génération, les gens comme vous, les gens comme toi, pour un étranger,
    pour une étrangère, d’où vous venez, d'où vous venez, pour un temps partiel`),
  hurts:
    phrases(`stupide, stupides, idiot~, bête, bêtes, imbécile, imbéciles, nul, nulle, incompétent~, incapable, incapables, inutile, ridicule,
    ridicules, pathétique, hystérique, fou, folle, débile, débiles, schizophrène, autiste, honteux, honteuse, mouton noir, garçon manqué,
    bonne à tout faire, mauviette`),
  loaded: {
    'les filles': 'les collègues',
    'femme de ménage': 'agent d’entretien',
    mademoiselle: 'Madame',
    'un handicapé': 'une personne en situation de handicap',
    'une handicapée': 'une personne en situation de handicap',
    'les handicapés': 'les personnes en situation de handicap',
    'des handicapés': 'des personnes en situation de handicap',
    'un invalide': 'une personne en situation de handicap',
    infirme: 'personne en situation de handicap',
    'sourd-muet': 'personne sourde',
    'sourde-muette': 'personne sourde',
    'cloué dans un fauteuil roulant': 'en fauteuil roulant',
    'clouée dans un fauteuil roulant': 'en fauteuil roulant',
    'malade mental': 'personne vivant avec un trouble psychique',
    'malade mentale': 'personne vivant avec un trouble psychique',
    'travail d’arabe': 'travail bâclé',
    "travail d'arabe": 'travail bâclé',
    'téléphone arabe': 'bouche à oreille',
    'gens de couleur': 'personnes noires',
    'sexe faible': 'femmes',
    'jour-homme': 'jour-personne',
    'jours-homme': 'jours-personne',
    'jours-hommes': 'jours-personnes',
  },
  fine: phrases(`presque toujours, pas toujours, comme toujours, depuis toujours, pour toujours, toujours en cours, toujours ouvert, toujours pas,
    presque jamais, à jamais, si jamais, nulle part, match nul, pas inutile, inutile de, fou rire`),
}
