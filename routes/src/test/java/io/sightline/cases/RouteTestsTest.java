package io.sightline.cases;

import static org.assertj.core.api.Assertions.assertThat;

import io.sightline.integration.SourceFile;
import io.sightline.integration.Surroundings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RouteTestsTest {
    private static final String TEST = """
            - name: a case
              inputs: [ { route: endless } ]
              expect: [ { endpoint: reply } ]
            """;

    @Test
    void givesUpAJavaFileThatDoesNotComeToAnEnd(@TempDir Path folder) throws Exception {
        Files.writeString(folder.resolve("Endless.java"), """
                import org.apache.camel.builder.RouteBuilder;
                import java.util.concurrent.CountDownLatch;

                public class Endless extends RouteBuilder {
                    @Override
                    public void configure() throws Exception {
                        new CountDownLatch(1).await();
                    }
                }
                """);
        var test = Files.writeString(folder.resolve("Endless.test.yaml"), TEST);
        var tests = new RouteTests(
                Surroundings.of(getClass().getClassLoader()), Map.of(), Map.of(), Duration.ofMillis(200));

        var results = tests.run(List.of(SourceFile.read(test)), (file, name) -> true);

        assertThat(results)
                .singleElement()
                .satisfies(file -> assertThat(file.cases().get(0).mismatches())
                        .singleElement()
                        .extracting(Mismatch::message)
                        .asString()
                        .isEqualTo("the routes had not started after 200 ms; look for a loop in the constructor or in"
                                + " configure() of a Java file"));
    }
}
