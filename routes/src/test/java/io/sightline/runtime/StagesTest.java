package io.sightline.runtime;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.boot.SpringApplication;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.mock.env.MockEnvironment;
import org.springframework.util.AntPathMatcher;

class StagesTest {
    @Test
    void beansOfAStageAreMadeWhereItRuns() {
        assertThat(hasBeans("ingest,detect")).isTrue();
        assertThat(hasBeans("API")).isTrue();
        assertThat(hasBeans("ingest,sink")).isFalse();
        assertThat(hasBeans("")).isFalse();
    }

    @Test
    void onlyStageApiServesTheContract() {
        var environment = environment("ingest, sink");

        new StagesPostProcessor().postProcessEnvironment(environment, new SpringApplication());

        assertThat(environment.getProperty("server.port")).isEqualTo("-1");
        var excluded = requireNonNull(environment.getProperty("camel.main.routes-exclude-pattern"));
        assertThat(List.of("rest-contract", "rest-open-inference"))
                .allMatch(route -> new AntPathMatcher().match(excluded, "camel/" + route + ".camel.yaml"));
    }

    @Test
    void processWithApiIsLeftAlone() {
        var environment = environment("detect,api");

        new StagesPostProcessor().postProcessEnvironment(environment, new SpringApplication());

        assertThat(environment.getProperty("server.port")).isNull();
    }

    private static boolean hasBeans(String stages) {
        try (var context = new AnnotationConfigApplicationContext()) {
            context.setEnvironment(environment(stages));
            context.register(Inferring.class);
            context.refresh();
            return !context.getBeansOfType(Inferring.class).isEmpty();
        }
    }

    private static MockEnvironment environment(String stages) {
        return new MockEnvironment().withProperty("sightline.stages", stages);
    }

    @ConditionalOnStage({Stage.DETECT, Stage.API})
    static final class Inferring {}
}
