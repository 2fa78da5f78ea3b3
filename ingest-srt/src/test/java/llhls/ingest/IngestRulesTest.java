package llhls.ingest;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import llhls.media.time.Clock;
import org.junit.jupiter.api.Tag;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

/** Which way the dependencies of ingest point. */
@Tag("SRT-079")
@AnalyzeClasses(packages = "llhls.ingest", importOptions = ImportOption.DoNotIncludeTests.class)
class IngestRulesTest {

    @ArchTest
    static final ArchRule INGEST_KNOWS_THE_MEDIA_MODEL_BUT_NO_PACKAGER = noClasses()
            .that()
            .resideInAPackage("llhls.ingest..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("llhls.cmaf..", "llhls.origin..", "llhls.cli..", "llhls.qa..");

    @ArchTest
    static final ArchRule TS_AND_SRT_DO_NOT_KNOW_EACH_OTHER = noClasses()
            .that()
            .resideInAPackage("llhls.ingest.ts..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("llhls.ingest.srt..")
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule SRT_DOES_NOT_KNOW_TS = noClasses()
            .that()
            .resideInAPackage("llhls.ingest.srt..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("llhls.ingest.ts..");

    @ArchTest
    static final ArchRule NETTY_STAYS_IN_THE_SOCKET_PACKAGE = noClasses()
            .that()
            .resideOutsideOfPackage("llhls.ingest.srt")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.netty..");

    @ArchTest
    static final ArchRule THE_WIRE_FORMAT_KNOWS_NO_STATE = noClasses()
            .that()
            .resideInAPackage("llhls.ingest.srt.packet..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("llhls.ingest.srt", "llhls.ingest.srt.protocol..");

    @ArchTest
    static final ArchRule THE_PROTOCOL_KNOWS_NO_SOCKETS = noClasses()
            .that()
            .resideInAPackage("llhls.ingest.srt.protocol..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("llhls.ingest.srt", "java.nio.channels..")
            .orShould()
            .dependOnClassesThat()
            .haveNameMatching("java\\.net\\.(Datagram|Server)?Socket")
            .orShould()
            .dependOnClassesThat()
            .haveNameMatching("java\\.util\\.(concurrent\\..*|Timer)");

    @ArchTest
    static final ArchRule THE_PROTOCOL_KNOWS_NO_CLOCK = noClasses()
            .that()
            .resideInAPackage("llhls.ingest.srt.protocol..")
            .should()
            .dependOnClassesThat()
            .areAssignableTo(Clock.class);
}
