package io.sightline.runtime;

import io.sightline.command.RuntimeBeans;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.springframework.beans.factory.annotation.AnnotatedBeanDefinition;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.context.annotation.ImportCandidates;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.core.type.AnnotationMetadata;
import org.springframework.core.type.classreading.CachingMetadataReaderFactory;
import org.springframework.core.type.classreading.MetadataReaderFactory;

/**
 * The names of beans, read from the classes that make them: none of those is loaded, and nothing is started. What only
 * some settings bring along is among them.
 */
public final class BeanNames {
    private static final String PACKAGE = BeanNames.class.getPackageName() + ".";
    private static final String OWN = "classpath*:" + PACKAGE.replace('.', '/') + "*.class";

    /** The runtime has it, and no method makes it. */
    private static final List<String> GIVEN = List.of("camelContext", "environment");

    private final ClassLoader loader;
    private final MetadataReaderFactory classes;
    private Set<String> ofLibraries = Set.of();

    BeanNames(ClassLoader loader) {
        this.loader = loader;
        this.classes = new CachingMetadataReaderFactory(loader);
    }

    /** What the command line knows of the runtime's beans. */
    public static RuntimeBeans beans() {
        var names = new BeanNames(BeanNames.class.getClassLoader());
        return new RuntimeBeans(ServerlessBeans.all(), names::own, names::isOfALibrary);
    }

    /** Those of the runtime's own configurations. */
    Set<String> own() {
        var names = new HashSet<String>(GIVEN);
        try {
            for (var resource : new PathMatchingResourcePatternResolver(loader).getResources(OWN)) {
                add(classes.getMetadataReader(resource).getAnnotationMetadata(), names);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return names;
    }

    /** Those of the runtime's own configurations that there are; a file may take the name of one of a library. */
    static Set<String> own(ConfigurableListableBeanFactory beans) {
        var names = new HashSet<String>(GIVEN);
        for (var name : beans.getBeanDefinitionNames()) {
            if (beans.getBeanDefinition(name) instanceof AnnotatedBeanDefinition made
                    && made.getFactoryMethodMetadata() != null
                    && made.getFactoryMethodMetadata().getDeclaringClassName().startsWith(PACKAGE)) {
                names.add(name);
            }
        }
        return names;
    }

    /** Whether one of the libraries' configurations makes a bean of this name; they are some hundred. */
    boolean isOfALibrary(String name) {
        if (ofLibraries.isEmpty()) {
            ofLibraries = ofLibraries();
        }
        return ofLibraries.contains(name);
    }

    private Set<String> ofLibraries() {
        var names = new HashSet<String>();
        var open = new ArrayDeque<String>();
        ImportCandidates.load(AutoConfiguration.class, loader).forEach(open::add);
        var seen = new HashSet<String>();
        while (!open.isEmpty()) {
            var type = open.remove();
            if (seen.add(type)) {
                try {
                    var found = classes.getMetadataReader(type).getAnnotationMetadata();
                    add(found, names);
                    open.addAll(Arrays.asList(found.getMemberClassNames()));
                    open.addAll(imports(found));
                } catch (IOException e) {
                    // A library that is left out.
                    continue;
                }
            }
        }
        return names;
    }

    private static List<String> imports(AnnotationMetadata type) {
        var imports = type.getAnnotationAttributes(Import.class.getName(), true);
        return imports != null && imports.get("value") instanceof String[] names ? Arrays.asList(names) : List.of();
    }

    private static void add(AnnotationMetadata type, Set<String> names) {
        for (var method : type.getAnnotatedMethods(Bean.class.getName())) {
            var given = method.getAnnotations().get(Bean.class).getStringArray("name");
            names.addAll(given.length == 0 ? List.of(method.getMethodName()) : Arrays.asList(given));
        }
    }
}
