import about from '../../package.json' with { type: 'json' }

/** This release, as it stands in backups, the API's document and the log. */
export const release: string = about.version
