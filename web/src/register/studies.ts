/** The register of siting studies: a managed one whose rows are no cases and have pages of their own. */
export const STUDIES = "siting_study";
