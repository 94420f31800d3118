package io.sightline.live;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.model.Model;

/** The beans that files make. */
final class Beans {
    private final CamelContext camel;

    Beans(CamelContext camel) {
        this.camel = camel;
    }

    /** What is bound to the names now. */
    Map<String, Object> bound(Collection<String> names) {
        var bound = new HashMap<String, Object>();
        for (var name : names) {
            var bean = camel.getRegistry().lookupByName(name);
            if (bean != null) {
                bound.put(name, bean);
            }
        }
        return bound;
    }

    /** Binds the names to what they were bound to. */
    void restore(Collection<String> names, Map<String, Object> former) {
        for (var name : names) {
            var bean = former.get(name);
            if (bean == null) {
                remove(name);
            } else if (bean != camel.getRegistry().lookupByName(name)) {
                camel.getRegistry().bind(name, bean);
            }
        }
    }

    void remove(String name) {
        camel.getRegistry().unbind(name);
        camel.getCamelContextExtension()
                .getContextPlugin(Model.class)
                .getCustomBeans()
                .removeIf(bean -> name.equals(bean.getName()));
    }
}
