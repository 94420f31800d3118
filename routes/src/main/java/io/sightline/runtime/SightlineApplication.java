package io.sightline.runtime;

import java.io.ObjectInputFilter;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;

/** The runtime: one process that runs the stages named by {@code sightline.stages}. */
@SpringBootApplication
@ConfigurationPropertiesScan
public class SightlineApplication {
    public static void main(String[] args) {
        // Nothing here reads serialized objects, so nobody can send any. Set by -Djdk.serialFilter it cannot be set
        // again.
        if (ObjectInputFilter.Config.getSerialFilter() == null) {
            ObjectInputFilter.Config.setSerialFilter(object -> ObjectInputFilter.Status.REJECTED);
        }
        try {
            SpringApplication.run(SightlineApplication.class, args);
        } catch (RuntimeException e) {
            // Reported already. Threads of clients would keep a process alive that serves nothing.
            System.exit(1);
        }
    }
}
