package io.sightline.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import java.util.stream.Stream;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.model.Model;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is called valid is read by Camel itself, so that no test here praises what would not run. */
class LoadedByCamelTest {
    static Stream<Path> validRoutes() throws IOException {
        try (var files = Files.list(Path.of("src/test/resources/corpus/valid"))) {
            return files.filter(file -> file.toString().endsWith(".camel.yaml")).sorted().toList().stream();
        }
    }

    @ParameterizedTest
    @MethodSource("validRoutes")
    void camelReadsIt(Path file) throws Exception {
        try (var context = new DefaultCamelContext()) {
            var properties = new Properties();
            properties.setProperty("sightline.keycloak.server-url", "http://localhost:1");
            context.getPropertiesComponent().setInitialProperties(properties);

            PluginHelper.getRoutesLoader(context)
                    .loadRoutes(ResourceHelper.fromBytes(String.valueOf(file.getFileName()), Files.readAllBytes(file)));

            var model = context.getCamelContextExtension().getContextPlugin(Model.class);
            assertThat(model.getRouteDefinitions().size()
                            + model.getRestDefinitions().size())
                    .isPositive();
        }
    }
}
