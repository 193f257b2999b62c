/** How does a line to type name the environment it is for? */

/** ` -e test`; nothing for the one that is there when none is configured. */
export const flagOf = (environment: string | null | undefined): string =>
  environment === null || environment === undefined || environment === 'default' ? '' : ` -e ${environment}`;
