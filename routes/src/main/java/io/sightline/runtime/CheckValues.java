package io.sightline.runtime;

import static java.util.Objects.requireNonNull;

import java.util.Comparator;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.validation.ValidationBindHandler;
import org.springframework.boot.validation.MessageInterpolatorFactory;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.ClassPathScanningCandidateComponentProvider;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.core.type.filter.AnnotationTypeFilter;
import org.springframework.util.ClassUtils;
import org.springframework.validation.beanvalidation.LocalValidatorFactoryBean;

/**
 * Ends start-up at the first value under {@code sightline.} that cannot be used, before any server is asked for: a
 * mistake must not look like the fault of a server that is late.
 *
 * <p>A configuration record of which nothing is set is left to those who need it.
 */
final class CheckValues implements ApplicationContextInitializer<ConfigurableApplicationContext> {
    @Override
    public void initialize(ConfigurableApplicationContext context) {
        var environment = context.getEnvironment();
        // Binding takes an empty list for one that was left out.
        if (environment.containsProperty("sightline.stages")
                && OnStage.stages(environment).isEmpty()) {
            throw WrongValue.told("sightline.stages= is empty: name one or more of " + WrongValue.values(Stage.class));
        }
        try (var validator = new LocalValidatorFactoryBean()) {
            validator.setMessageInterpolator(new MessageInterpolatorFactory().getObject());
            validator.afterPropertiesSet();
            var binder = Binder.get(environment);
            for (var type : records()) {
                var prefix = requireNonNull(
                                AnnotatedElementUtils.findMergedAnnotation(type, ConfigurationProperties.class))
                        .prefix();
                binder.bind(prefix, Bindable.of(type), new ValidationBindHandler(validator));
            }
        } catch (BindException e) {
            throw WrongValue.of(e, environment);
        }
    }

    /** In an order that does not change, so that of two mistakes the same one is told each time. */
    static List<Class<?>> records() {
        var scanner = new ClassPathScanningCandidateComponentProvider(false);
        scanner.addIncludeFilter(new AnnotationTypeFilter(ConfigurationProperties.class));
        return scanner.findCandidateComponents(CheckValues.class.getPackageName()).stream()
                .<Class<?>>map(found -> ClassUtils.resolveClassName(requireNonNull(found.getBeanClassName()), null))
                .sorted(Comparator.comparing(Class::getName))
                .toList();
    }
}
