package io.sightline.runtime;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;

/** The runtime: one process that runs the stages named by {@code sightline.stages}. */
@SpringBootApplication
@ConfigurationPropertiesScan
public class SightlineApplication {
    public static void main(String[] args) {
        SpringApplication.run(SightlineApplication.class, args);
    }
}
