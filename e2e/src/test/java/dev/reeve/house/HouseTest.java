package dev.reeve.house;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The arrows of the house: which module may know which, and what only one of them may do. */
class HouseTest {
  private static final Map<String, List<String>> MAY_USE = new LinkedHashMap<>();

  static {
    MAY_USE.put("core", List.of());
    MAY_USE.put("linux", List.of());
    MAY_USE.put("api", List.of("core"));
    MAY_USE.put("logs", List.of("core", "linux"));
    MAY_USE.put("config", List.of("core"));
    MAY_USE.put("client", List.of("api", "core"));
    MAY_USE.put("daemon", List.of("core", "linux", "api", "logs", "config"));
    MAY_USE.put("cli", List.of("client", "api", "config", "core"));
  }

  private static final JavaClasses HOUSE = house();

  private static JavaClasses house() {
    List<Path> folders = new ArrayList<>();
    for (String module : MAY_USE.keySet()) {
      Path folder = Path.of("..", module, "target", "classes").toAbsolutePath().normalize();
      if (!Files.isDirectory(folder)) {
        throw new AssertionError("build all of it first: there is no " + folder);
      }
      folders.add(folder);
    }
    return new ClassFileImporter().importPaths(folders);
  }

  private static String all(String module) {
    return "dev.reeve." + module + "..";
  }

  @TestFactory
  List<DynamicTest> noArrowRunsBack() {
    List<DynamicTest> tests = new ArrayList<>();
    MAY_USE.forEach((module, allowed) -> {
      String[] others =
          MAY_USE.keySet().stream()
              .filter(other -> !other.equals(module) && !allowed.contains(other))
              .map(HouseTest::all)
              .toArray(String[]::new);
      if (others.length > 0) {
        ArchRule rule =
            noClasses()
                .that()
                .resideInAPackage(all(module))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(others);
        tests.add(DynamicTest.dynamicTest(module, () -> rule.check(HOUSE)));
      }
    });
    return tests;
  }

  @Test
  void theCoreKnowsNoLibraryAndDoesNoInput() {
    classes()
        .that()
        .resideInAPackage(all("core"))
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage("java..", all("core"), "org.jspecify..")
        .check(HOUSE);
    noClasses()
        .that()
        .resideInAPackage(all("core"))
        .should()
        .dependOnClassesThat()
        .haveNameMatching(
            "java\\.(io\\.(File|.*Stream|.*Reader|.*Writer).*|net\\.(?!URI).*|lang\\.Thread|lang\\.Process.*)"
                + "|java\\.nio\\.file\\.Files")
        .check(HOUSE);
  }

  @Test
  void theEngineHasNoClockOfItsOwn() {
    noClasses()
        .that()
        .resideInAPackage("dev.reeve.core.engine..")
        .should()
        .callMethod(System.class, "nanoTime")
        .orShould()
        .callMethod(System.class, "currentTimeMillis")
        .orShould()
        .callMethod(java.time.Instant.class, "now")
        .check(HOUSE);
  }

  @Test
  void foreignCallsAreMadeInOnePlace() {
    noClasses()
        .that()
        .resideOutsideOfPackage(all("linux"))
        .should()
        .dependOnClassesThat()
        .haveFullyQualifiedName("java.lang.foreign.Linker")
        .check(HOUSE);
  }

  @Test
  void onlyMainsExitAndWriteToTheStandardStreams() {
    noClasses()
        .that()
        .doNotHaveSimpleName("Main")
        .and()
        .doNotHaveSimpleName("Training")
        .should()
        .callMethod(System.class, "exit", int.class)
        .orShould()
        .accessField(System.class, "out")
        .orShould()
        .accessField(System.class, "err")
        .check(HOUSE);
  }

  @Test
  void nothingIsCalledManagerHelperOrUtil() {
    noClasses().should().haveSimpleNameEndingWith("Manager").check(HOUSE);
    noClasses().should().haveSimpleNameEndingWith("Helper").check(HOUSE);
    noClasses().should().haveNameMatching(".*Utils?").check(HOUSE);
  }

  @Test
  void packagesOfAModuleFormNoCircle() {
    slices().matching("dev.reeve.(*).(*)..").should().beFreeOfCycles().check(HOUSE);
  }

  @Test
  void aClassIsSmallEnoughToBeOneIdea() {
    for (JavaClass type : HOUSE) {
      Path source = source(type);
      if (!type.isNestedClass() && Files.exists(source)) {
        org.assertj.core.api.Assertions.assertThat(source)
            .as("lines of %s", type.getName())
            .satisfies(file ->
                org.assertj.core.api.Assertions.assertThat(Files.readAllLines(file))
                    .hasSizeLessThanOrEqualTo(500));
      }
    }
  }

  private static Path source(JavaClass type) {
    String module = type.getPackageName().split("\\.", -1)[2];
    return Path.of("..", module, "src/main/java", type.getName().replace('.', '/') + ".java");
  }
}
