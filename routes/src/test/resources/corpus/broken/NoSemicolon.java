// expect: 7:42 the compiler says: ';' expected
import org.apache.camel.builder.RouteBuilder;

public class NoSemicolon extends RouteBuilder {
    @Override
    public void configure() {
        from("timer:tick").to("log:tick")
    }
}
