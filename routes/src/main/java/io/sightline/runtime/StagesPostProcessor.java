package io.sightline.runtime;

import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.context.config.ConfigDataEnvironmentPostProcessor;
import org.springframework.boot.env.EnvironmentPostProcessor;
import org.springframework.core.Ordered;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;

/** A process without stage {@code api} serves no contract: it opens the management port alone. */
final class StagesPostProcessor implements EnvironmentPostProcessor, Ordered {
    @Override
    public void postProcessEnvironment(ConfigurableEnvironment environment, SpringApplication application) {
        var stages = OnStage.stages(environment);
        if (!stages.contains(Stage.API)) {
            Map<String, Object> settings = new LinkedHashMap<>();
            settings.put("server.port", "-1");
            settings.put("camel.component.rest-openapi.enabled", "false");
            settings.put("camel.main.routes-exclude-pattern", "**/rest-*.camel.yaml");
            environment.getPropertySources().addFirst(new MapPropertySource("sightline stages without api", settings));
        }
    }

    @Override
    public int getOrder() {
        return ConfigDataEnvironmentPostProcessor.ORDER + 1;
    }
}
