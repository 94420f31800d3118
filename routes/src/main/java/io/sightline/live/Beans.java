package io.sightline.live;

import org.apache.camel.CamelContext;
import org.apache.camel.model.Model;

/** The beans that files make. */
final class Beans {
    private final CamelContext camel;

    Beans(CamelContext camel) {
        this.camel = camel;
    }

    /** Takes one away, by its {@code destroyMethod} if it has one. */
    void remove(String name) {
        camel.getRegistry().unbind(name);
        camel.getCamelContextExtension()
                .getContextPlugin(Model.class)
                .getCustomBeans()
                .removeIf(bean -> name.equals(bean.getName()));
    }
}
