package dev.reeve.config.dialect;

/**
 * GoPM's {@code gopm.config.json}, which has settings of its daemon and nothing to run; so that
 * whoever loads it is told where such settings belong.
 */
final class GopmSettings implements Dialect {
  @Override
  public String name() {
    return "gopm.config.json";
  }

  @Override
  public boolean claims(String fileName) {
    return fileName.equals("gopm.config.json");
  }

  @Override
  public boolean recognises(Candidate candidate) {
    return false;
  }

  @Override
  public void translate(Translation translation) {
    translation.problem(
        translation.source().start(),
        "this file has settings of GoPM's daemon and nothing to run; load the file that has"
            + " 'apps'");
  }
}
