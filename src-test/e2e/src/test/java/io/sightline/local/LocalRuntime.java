package io.sightline.local;

import io.sightline.demo.Demo;
import io.sightline.demo.DemoProperties;
import io.sightline.demo.DemoTarget;
import io.sightline.demo.Launches;
import io.sightline.demo.StartOptions;
import io.sightline.devstack.DevStack;
import io.sightline.devstack.DevStackException;
import io.sightline.runtime.SightlineApplication;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.Environment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.SimpleCommandLinePropertySource;
import org.springframework.core.env.StandardEnvironment;

/**
 * Starts the servers, then the runtime in this process, then the demonstration. With
 * {@code --sightline.devstack.only=true} it starts the servers alone and prints the settings that a runtime needs.
 */
public final class LocalRuntime {
    private LocalRuntime() {}

    /**
     * Runs until Ctrl-C, or until the demonstration ends the process.
     *
     * @param arguments properties of the runtime, of the stack and of the demonstration, as {@code --name=value}
     */
    public static void main(String[] arguments) throws InterruptedException {
        var environment = new StandardEnvironment();
        environment.getPropertySources().addFirst(new SimpleCommandLinePropertySource(arguments));
        Demo demo;
        StackProperties servers;
        DevStack stack;
        try {
            demo = demo(environment);
            servers = StartOptions.read(environment, "sightline.devstack", StackProperties.class);
            stack = DevStack.start(servers.options(), LocalRuntime::say);
        } catch (DevStackException | IllegalArgumentException failure) {
            say(String.valueOf(failure.getMessage()));
            System.exit(1);
            return;
        }
        var isUp = new AtomicBoolean();
        // Spring runs this after it has closed every context: the runtime stops before its servers do.
        SpringApplication.getShutdownHandlers().add(() -> end(stack, isUp.get()));
        if (servers.only()) {
            // Without a Spring application nobody runs Spring's handlers.
            Runtime.getRuntime().addShutdownHook(new Thread(() -> end(stack, true)));
            describe(stack.settings());
            new CountDownLatch(1).await();
        }
        demonstrate(demo, environment, stack, arguments);
        isUp.set(true);
        say("The runtime is up; press Ctrl-C to stop it and its servers");
    }

    /** What is up ends because somebody asks for it, by Ctrl-C or SIGTERM; to Maven any status but 0 is an error. */
    private static void end(DevStack stack, boolean isAskedFor) {
        stack.close();
        if (isAskedFor) {
            Runtime.getRuntime().halt(0);
        }
    }

    /** The stack's settings win over the application's own; what is said on the command line wins over both. */
    public static ConfigurableApplicationContext run(Map<String, String> settings, String... arguments) {
        Map<String, Object> properties = new LinkedHashMap<>(settings);
        var environment = new StandardEnvironment();
        environment.getPropertySources().addFirst(new MapPropertySource("devstack", properties));
        return new SpringApplicationBuilder(SightlineApplication.class)
                .environment(environment)
                .run(arguments);
    }

    /** Ends the process when that was asked for: the servers stop first, so that the summary comes last. */
    private static void demonstrate(Demo demo, Environment environment, DevStack stack, String... arguments)
            throws InterruptedException {
        var launch = Launches.areWanted(environment)
                ? new Launches(stack, Path.of("target", "demo", "models")).prepare()
                : null;
        var settings = stack.settings();
        if (launch != null) {
            settings.putAll(Launches.settings(launch));
        }
        var runtime = run(settings, arguments);
        Demo.Result result;
        try {
            result = demo.run(DemoTarget.of(runtime.getEnvironment()), launch);
        } catch (IOException | SQLException | RuntimeException failure) {
            result = new Demo.Result(1, List.of("The demonstration failed: " + failure.getMessage()));
        }
        if (demo.exits()) {
            runtime.close();
            stack.close();
            result.lines().forEach(LocalRuntime::say);
            System.exit(result.status());
        }
        result.lines().forEach(LocalRuntime::say);
    }

    /** Checks what is to be shown before anything is started for it. */
    @SuppressWarnings("SystemOut")
    private static Demo demo(Environment environment) {
        return new Demo(DemoProperties.of(environment), Path.of("target", "demo"), System.out);
    }

    private static void describe(Map<String, String> settings) {
        say("");
        say("# Settings of a runtime that uses these servers");
        settings.forEach((name, value) -> say(name + "=" + value));
        say("");
        say("Press Ctrl-C to stop the servers");
    }

    @SuppressWarnings("SystemOut")
    private static void say(String line) {
        System.out.println(line);
    }
}
