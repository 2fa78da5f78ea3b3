package llhls;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

/** The origin knows the packager and the media model, and nobody knows the command line. */
@AnalyzeClasses(packages = "llhls", importOptions = ImportOption.DoNotIncludeTests.class)
class OriginRulesTest {

    @ArchTest
    static final ArchRule THE_ORIGIN_KNOWS_NO_INGEST_AND_NO_COMMAND_LINE = noClasses()
            .that()
            .resideInAPackage("llhls.origin..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("llhls.ingest..", "llhls.cli..", "llhls.qa..");

    @ArchTest
    static final ArchRule ONLY_HTTP_KNOWS_UNDERTOW = noClasses()
            .that()
            .resideOutsideOfPackage("llhls.origin.http..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.undertow..", "org.xnio..");

    @ArchTest
    static final ArchRule PLAYLISTS_ARE_PURE = noClasses()
            .that()
            .resideInAPackage("llhls.origin.playlist..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "llhls.origin.stream..",
                    "llhls.origin.park..",
                    "llhls.origin.http..",
                    "llhls.media.thread..",
                    "llhls.media.time..",
                    "org.slf4j..");

    @ArchTest
    static final ArchRule STREAMS_KNOW_NO_HTTP = noClasses()
            .that()
            .resideInAnyPackage("llhls.origin.stream..", "llhls.origin.park..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("llhls.origin.http..");

    @ArchTest
    static final ArchRule NOBODY_KNOWS_THE_COMMAND_LINE = noClasses()
            .that()
            .resideOutsideOfPackage("llhls.cli..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("llhls.cli..");
}
