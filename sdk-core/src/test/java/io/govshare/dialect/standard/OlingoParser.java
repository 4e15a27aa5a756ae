package io.govshare.dialect.standard;

import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.olingo.commons.api.edm.FullQualifiedName;
import org.apache.olingo.commons.api.edm.provider.CsdlAbstractEdmProvider;
import org.apache.olingo.commons.api.edm.provider.CsdlComplexType;
import org.apache.olingo.commons.api.edm.provider.CsdlEntityContainer;
import org.apache.olingo.commons.api.edm.provider.CsdlEntityContainerInfo;
import org.apache.olingo.commons.api.edm.provider.CsdlEntitySet;
import org.apache.olingo.commons.api.edm.provider.CsdlEntityType;
import org.apache.olingo.commons.api.edm.provider.CsdlProperty;
import org.apache.olingo.commons.api.edm.provider.CsdlPropertyRef;
import org.apache.olingo.commons.core.edm.EdmProviderImpl;
import org.apache.olingo.server.api.OData;
import org.apache.olingo.server.api.uri.UriInfo;
import org.apache.olingo.server.api.uri.UriParameter;
import org.apache.olingo.server.api.uri.UriResourceEntitySet;
import org.apache.olingo.server.core.uri.parser.Parser;

/** Apache Olingo's parser of OData URLs, which knows nothing of ours, over one entity set with a field of each type. */
final class OlingoParser {

    /** The fields of the set by type; those of {@code address} are nested. */
    static final Map<String, String> FIELDS = new LinkedHashMap<>();

    static {
        FIELDS.put("code", "Edm.String");
        FIELDS.put("名称", "Edm.String");
        FIELDS.put("département", "Edm.String");
        FIELDS.put("number", "Edm.Int64");
        FIELDS.put("amount", "Edm.Decimal");
        FIELDS.put("ratio", "Edm.Double");
        FIELDS.put("flag", "Edm.Boolean");
        FIELDS.put("day", "Edm.Date");
        FIELDS.put("at", "Edm.DateTimeOffset");
        FIELDS.put("opens", "Edm.TimeOfDay");
        FIELDS.put("uuid", "Edm.Guid");
        FIELDS.put("took", "Edm.Duration");
        FIELDS.put("address/city", "Edm.String");
        FIELDS.put("address/number", "Edm.Int64");
        FIELDS.put("address/geo/街道", "Edm.String");
    }

    private static final String NAMESPACE = "test";
    private static final FullQualifiedName ROW = new FullQualifiedName(NAMESPACE, "Row");
    private static final FullQualifiedName CONTAINER = new FullQualifiedName(NAMESPACE, "Container");

    private final Parser parser = new Parser(new EdmProviderImpl(new Model()), OData.newInstance());

    /** What a URL of the set says, its path and query as they are on the wire. */
    UriInfo parse(String path, String query) throws Exception {
        return parser.parseUri(path, query, null, "http://127.0.0.1");
    }

    /** The same of a whole URL. */
    UriInfo parse(String url) throws Exception {
        URI uri = URI.create(url);
        return parse(uri.getRawPath(), uri.getRawQuery());
    }

    /** The literals of the key by which one record is asked for. */
    static List<String> key(UriInfo info) {
        UriResourceEntitySet set =
                (UriResourceEntitySet) info.getUriResourceParts().get(0);
        return set.getKeyPredicates().stream().map(UriParameter::getText).toList();
    }

    /** One entity set {@code rows}, and a complex type for each prefix of a path. */
    private static final class Model extends CsdlAbstractEdmProvider {

        private static List<CsdlProperty> properties(String prefix) {
            List<CsdlProperty> properties = new ArrayList<>();
            FIELDS.keySet().stream()
                    .filter(path -> path.startsWith(prefix))
                    .map(path -> path.substring(prefix.length()))
                    .collect(Collectors.groupingBy(
                            path -> path.split("/", 2)[0], LinkedHashMap::new, Collectors.toList()))
                    .forEach((name, rest) -> {
                        CsdlProperty property = new CsdlProperty().setName(name).setPrecision(12);
                        String path = prefix + name;
                        properties.add(
                                rest.get(0).contains("/")
                                        ? property.setType(new FullQualifiedName(NAMESPACE, path.replace('/', '_')))
                                        : property.setType(new FullQualifiedName(FIELDS.get(path))));
                    });
            return properties;
        }

        @Override
        public CsdlEntityType getEntityType(FullQualifiedName name) {
            return name.equals(ROW)
                    ? new CsdlEntityType()
                            .setName(ROW.getName())
                            .setProperties(properties(""))
                            .setKey(List.of(new CsdlPropertyRef().setName("code")))
                    : null;
        }

        @Override
        public CsdlComplexType getComplexType(FullQualifiedName name) {
            return name.equals(ROW)
                    ? null
                    : new CsdlComplexType()
                            .setName(name.getName())
                            .setProperties(properties(name.getName().replace('_', '/') + "/"));
        }

        @Override
        public CsdlEntitySet getEntitySet(FullQualifiedName container, String name) {
            return name.equals("rows") ? new CsdlEntitySet().setName(name).setType(ROW) : null;
        }

        @Override
        public CsdlEntityContainerInfo getEntityContainerInfo(FullQualifiedName name) {
            return name == null || name.equals(CONTAINER)
                    ? new CsdlEntityContainerInfo().setContainerName(CONTAINER)
                    : null;
        }

        @Override
        public CsdlEntityContainer getEntityContainer() {
            return new CsdlEntityContainer()
                    .setName(CONTAINER.getName())
                    .setEntitySets(List.of(getEntitySet(CONTAINER, "rows")));
        }
    }
}
