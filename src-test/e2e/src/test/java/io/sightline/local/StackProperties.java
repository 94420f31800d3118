package io.sightline.local;

import io.sightline.devstack.DevStackOptions;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Which servers are started.
 *
 * @param only start the servers alone, and print the settings of a runtime that uses them
 * @param mlflow start MLflow too; needs Python 3.10 or newer
 * @param address what the servers listen on and are called by
 */
@ConfigurationProperties("sightline.devstack")
public record StackProperties(
        @DefaultValue("false") boolean only,
        @DefaultValue("false") boolean mlflow,
        @DefaultValue("localhost") String address) {
    DevStackOptions options() {
        var usual = DevStackOptions.forPeople().at(address);
        return mlflow ? usual.withMlflow() : usual;
    }
}
