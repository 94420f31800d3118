package io.sightline.cases;

import java.util.Map;
import org.apache.camel.Endpoint;
import org.apache.camel.component.bean.BeanComponent;

/** Makes endpoints that call beans, or what stands for them. */
final class StandInBeanComponent extends BeanComponent {
    private final BeanPlacing placing;

    StandInBeanComponent(BeanPlacing placing) {
        this.placing = placing;
    }

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) throws Exception {
        var method = parameters.get("method");
        var found = placing.find(remaining, method == null ? null : method.toString());
        if (found == null) {
            return super.createEndpoint(uri, remaining, parameters);
        }
        parameters.clear();
        return new StandInBeanEndpoint(uri, this, found);
    }
}
