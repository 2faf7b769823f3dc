/** The most that a body may have, unless a case says otherwise. */
export const maxBodyBytes = 65_536;
