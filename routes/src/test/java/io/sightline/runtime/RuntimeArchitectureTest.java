package io.sightline.runtime;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.io.ObjectInputStream;
import javax.net.ssl.HostnameVerifier;
import javax.net.ssl.TrustManager;

/** The walls of the runtime. */
@AnalyzeClasses(packages = "io.sightline", importOptions = ImportOption.DoNotIncludeTests.class)
final class RuntimeArchitectureTest {
    @ArchTest
    static final ArchRule CONFIGURATION_IS_RECORDS = classes()
            .that()
            .areAnnotatedWith("org.springframework.boot.context.properties.ConfigurationProperties")
            .should()
            .beRecords();

    @ArchTest
    static final ArchRule NO_FIELD_IS_INJECTED = noFields()
            .should()
            .beAnnotatedWith("org.springframework.beans.factory.annotation.Autowired")
            .orShould()
            .beAnnotatedWith("org.springframework.beans.factory.annotation.Value")
            .orShould()
            .beAnnotatedWith("jakarta.inject.Inject")
            .orShould()
            .beAnnotatedWith("jakarta.annotation.Resource");

    @ArchTest
    static final ArchRule ONLY_THE_RUNTIME_KNOWS_SPRING = noClasses()
            .that()
            .resideOutsideOfPackage("io.sightline.runtime..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "org.springframework.beans..",
                    "org.springframework.boot..",
                    "org.springframework.context..",
                    "org.springframework.jdbc..",
                    "org.springframework.stereotype..",
                    "org.springframework.transaction..",
                    "org.springframework.web.bind..",
                    "org.springframework.web.servlet..")
            .because("elsewhere it is a library: media types, token decoders and their HTTP client");

    @ArchTest
    static final ArchRule THE_RUNTIME_ONLY_WIRES = noClasses()
            .that()
            .resideInAPackage("io.sightline.runtime..")
            .should()
            .implement("org.apache.camel.Processor")
            .orShould()
            .dependOnClassesThat()
            .resideInAnyPackage("java.sql..", "org.apache.avro..", "ai.onnxruntime..", "org.bytedeco..");

    /** CWE-295: whoever judges certificates himself ends up with a judge that says yes. */
    @ArchTest
    static final ArchRule NOTHING_JUDGES_CERTIFICATES_BUT_JAVA =
            noClasses().should().beAssignableTo(TrustManager.class).orShould().beAssignableTo(HostnameVerifier.class);

    /** CVE-2015-7501: what reads serialized objects runs what they say. */
    @ArchTest
    static final ArchRule NOTHING_READS_SERIALIZED_OBJECTS =
            noClasses().should().dependOnClassesThat().areAssignableTo(ObjectInputStream.class);
}
