/**
 * picocli, compiled anew from its own sources (see pom.xml for why). It needs java.base only: what
 * it knows of java.sql it looks up by name and does without.
 */
module info.picocli {
  exports picocli;
}
