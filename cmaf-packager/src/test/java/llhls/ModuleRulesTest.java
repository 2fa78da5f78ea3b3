package llhls;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

/** Dependencies of this module point one way: llhls.cmaf on llhls.media, never back. */
@AnalyzeClasses(packages = "llhls", importOptions = ImportOption.DoNotIncludeTests.class)
class ModuleRulesTest {

    @ArchTest
    static final ArchRule THE_MEDIA_MODEL_KNOWS_NO_PACKAGER = noClasses()
            .that()
            .resideInAPackage("llhls.media..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("llhls.cmaf..");

    @ArchTest
    static final ArchRule ONLY_THE_INIT_WRITER_USES_ISOPARSER = noClasses()
            .that()
            .resideOutsideOfPackage("llhls.cmaf.fmp4..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.mp4parser..");
}
