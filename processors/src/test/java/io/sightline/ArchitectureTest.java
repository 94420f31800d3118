package io.sightline;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import io.sightline.failure.Failure;

/** The walls of the house, as design rules that a build can break on. */
@AnalyzeClasses(packages = "io.sightline", importOptions = ImportOption.DoNotIncludeTests.class)
final class ArchitectureTest {
    private static final String[] PURE = {
        "io.sightline.detection..",
        "io.sightline.picture..",
        "io.sightline.inference..",
        "io.sightline.claim..",
        "io.sightline.artifact..",
        "io.sightline.lifecycle..",
        "io.sightline.frame..",
        "io.sightline.failure..",
        "io.sightline.gate..",
        "io.sightline.delivery..",
        "io.sightline.doctor..",
        "io.sightline.registry..",
        "io.sightline.mlflow..",
        "io.sightline.source..",
        "io.sightline.query..",
        "io.sightline.protocol..",
        "io.sightline.upkeep..",
        "io.sightline.audit..",
        "io.sightline.evaluation..",
        "io.sightline.integration..",
        "io.sightline.kubernetes..",
        "io.sightline.trace.."
    };

    @ArchTest
    static final ArchRule PURE_PACKAGES_KNOW_NO_FRAMEWORK = noClasses()
            .that()
            .resideInAnyPackage(PURE)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.apache.camel..", "org.springframework..", "io.sightline.camel..");

    @ArchTest
    static final ArchRule DETECTION_KNOWS_NO_RUNTIME_OF_MODELS = noClasses()
            .that()
            .resideInAnyPackage("io.sightline.detection..", "io.sightline.picture..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("ai.onnxruntime..", "io.sightline.inference..");

    @ArchTest
    static final ArchRule ONLY_THE_ADAPTERS_PROCESS_EXCHANGES = noClasses()
            .that()
            .resideOutsideOfPackage("io.sightline.camel..")
            .should()
            .implement("org.apache.camel.Processor");

    @ArchTest
    static final ArchRule FAILURES_CARRY_A_CODE = classes()
            .that()
            .areAssignableTo(Throwable.class)
            .and()
            .resideInAPackage("io.sightline..")
            .should()
            .beAssignableTo(Failure.class);

    @ArchTest
    static final ArchRule NO_FIELD_IS_INJECTED = noFields()
            .should()
            .beAnnotatedWith("org.springframework.beans.factory.annotation.Autowired")
            .orShould()
            .beAnnotatedWith("org.springframework.beans.factory.annotation.Value")
            .orShould()
            .beAnnotatedWith("jakarta.inject.Inject")
            .orShould()
            .beAnnotatedWith("org.apache.camel.BeanInject");
}
