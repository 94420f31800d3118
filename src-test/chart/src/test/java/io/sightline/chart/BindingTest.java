package io.sightline.chart;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.sightline.chart.Cases.Case;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.common.config.types.Password;
import org.apache.kafka.common.security.JaasContext;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.core.ResolvableType;
import org.springframework.util.ClassUtils;

/** Rendered properties are values of the types that the runtime gives them. */
class BindingTest {
    private static final String FURTHER = "camel.component.kafka.additional-properties[";
    private static final String LOGIN = "camel.component.kafka.sasl-jaas-config";
    private static final Map<String, String> TYPES = new HashMap<>();

    @BeforeAll
    static void readTypes() throws IOException {
        for (var property : Metadata.properties()) {
            TYPES.put(property.path("name").asText(), property.path("type").asText());
        }
    }

    static List<Case> cases() {
        return Cases.all();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void eachIsOfItsType(Case given) {
        for (var workload : given.render().all(Deployment.class)) {
            var properties =
                    given.render().properties(workload.getMetadata().getLabels().get("app.kubernetes.io/component"));
            var binder = new Binder(new MapConfigurationPropertySource(properties));
            assertThat(properties.keySet())
                    .filteredOn(TYPES::containsKey)
                    .hasSizeGreaterThan(20)
                    .allSatisfy(name -> assertThat(binder.bind(name, Bindable.of(type(TYPES.get(name))))
                                    .isBound())
                            .isTrue());
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void kafkaKnowsWhatIsForItAlone(Case given) {
        for (var workload : given.render().all(Deployment.class)) {
            var properties =
                    given.render().properties(workload.getMetadata().getLabels().get("app.kubernetes.io/component"));
            assertThat(properties.keySet())
                    .filteredOn(name -> name.startsWith(FURTHER))
                    .allSatisfy(name -> assertThat(name.substring(FURTHER.length(), name.length() - 1))
                            .isIn(ConsumerConfig.configNames()));
            if (properties.get(LOGIN) instanceof String login) {
                var modules = JaasContext.loadClientContext(Map.of("sasl.jaas.config", new Password(login)))
                        .configurationEntries();
                assertThat(modules)
                        .singleElement()
                        .satisfies(module ->
                                assertThat(Class.forName(module.getLoginModuleName())).isNotNull());
            }
        }
    }

    /** As the description of properties writes it, such as {@code java.util.Set<io.sightline.runtime.Stage>}. */
    private static ResolvableType type(String written) {
        var parts = written.split("[<>]");
        var raw = ClassUtils.resolveClassName(parts[0], null);
        return parts.length == 1
                ? ResolvableType.forClass(raw)
                : ResolvableType.forClassWithGenerics(raw, ClassUtils.resolveClassName(parts[1], null));
    }
}
