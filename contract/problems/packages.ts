import type { Problems } from './shape.ts'

export const packagesProblems = {
  package_zip: {
    status: 422,
    detail:
      'This file is no zip file that can be read. Nothing was kept. Export the package from your authoring tool again, as SCORM 1.2, SCORM 2004 or cmi5, and bring the zip file as it is.',
  },
  package_size: {
    status: 422,
    detail:
      'Unpacked, this package is larger than {limit}. Nothing was kept. Make its films and pictures smaller, or divide it into several packages.',
  },
  package_files: {
    status: 422,
    detail:
      'This package has more than {limit} files. Nothing was kept. Export it with what the course needs alone, or divide it into several packages.',
  },
  package_path: {
    status: 422,
    detail:
      'A name in this package points outside of it or cannot be a file name: {path}. Nothing was kept. Export the package again from your authoring tool; if the name comes back, ask whoever made it.',
  },
  package_twice: {
    status: 422,
    detail:
      'Two files of this package have the same name: {path}. Nothing was kept. Rename one of them and export the package again.',
  },
  package_locked: {
    status: 422,
    detail: 'This package is protected with a password. Nothing was kept. Export it again without one.',
  },
  package_manifest_missing: {
    status: 422,
    detail:
      'There is no imsmanifest.xml and no cmi5.xml at the top of this zip file, so it is no package of SCORM or cmi5. Nothing was kept. Export the course as SCORM 1.2, SCORM 2004 or cmi5; if you unpacked it, pack what is inside the folder, not the folder.',
  },
  package_manifest: {
    status: 422,
    detail:
      'The manifest of this package cannot be read: {what}. Nothing was kept. Export the package again; if that does not help, show this sentence to whoever made it.',
  },
  package_kind: {
    status: 422,
    detail:
      'This package says that it is “{kind}”. Nothing was kept. Belay opens SCORM 1.2, SCORM 2004 and cmi5; choose one of them when you export the course.',
  },
  package_start: {
    status: 422,
    detail:
      'The manifest begins with a file that is not in the package: {path}. Nothing was kept. Export the package again with all of its files.',
  },
  package_outside: {
    status: 422,
    detail:
      'This package begins with an address on another site: {path}. Nothing was kept. Export the course with its content inside the package.',
  },
  package_alone: {
    status: 422,
    detail:
      'This is the structure of a cmi5 course alone; its content lies on other sites. Nothing was kept. Belay opens what is inside a package, so that nothing about your people goes elsewhere: export the course from your authoring tool as a zip file with its content.',
  },
  package_closed: {
    status: 409,
    detail:
      'This course cannot be opened here yet. What you did before is kept. An administrator has to set CONTENT_URL, a second address for courses of other makers.',
  },
  package_part_closed: {
    status: 409,
    detail:
      'This part opens when other parts of the course are done. What you did so far is kept. Go back to the course and choose a part that is open.',
  },
  package_elsewhere: {
    status: 409,
    detail:
      'This course was opened again in another window, and counts there. What was kept so far is safe. Go on in the other window, or open the course here again.',
  },
  package_result: {
    status: 422,
    detail:
      'The course reported something that cannot be kept. What was kept before is safe. Open the course again; if it comes back, tell your program lead.',
  },
} as const satisfies Problems
