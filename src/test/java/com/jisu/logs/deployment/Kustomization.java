package com.jisu.logs.deployment;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * As much of kustomize as our manifests use, for machines without kubectl: resources, components, generated ConfigMaps
 * (without the hash in their names), patches of named parts, images. What it does not know it refuses.
 */
final class Kustomization {

    private static final Set<String> KNOWN =
            Set.of("apiVersion", "kind", "resources", "components", "configMapGenerator", "patches", "images");

    private final List<ObjectNode> resources = new ArrayList<>();

    private Kustomization() {}

    /** The resources of the folder's kustomization.yaml. */
    static List<JsonNode> build(Path folder) {
        Kustomization kustomization = new Kustomization();
        kustomization.add(folder);
        return List.copyOf(kustomization.resources);
    }

    private void add(Path folder) {
        JsonNode file = Yaml.one(folder.resolve("kustomization.yaml"));
        file.fieldNames().forEachRemaining(key -> {
            if (!KNOWN.contains(key)) {
                throw new AssertionError(folder + ": the tests' reader of kustomizations does not know " + key);
            }
        });
        for (JsonNode resource : file.path("resources")) {
            Path path = folder.resolve(resource.asText()).normalize();
            if (Files.isDirectory(path)) {
                resources.addAll(ofFolder(path));
            } else {
                Yaml.all(path).forEach(each -> resources.add((ObjectNode) each));
            }
        }
        file.path("configMapGenerator").forEach(generator -> generate(folder, generator));
        file.path("components")
                .forEach(component -> add(folder.resolve(component.asText()).normalize()));
        for (JsonNode patch : file.path("patches")) {
            List<JsonNode> all = patch.has("path")
                    ? Yaml.all(folder.resolve(patch.path("path").asText()))
                    : Yaml.all(patch.path("patch").asText());
            all.forEach(this::patch);
        }
        file.path("images").forEach(this::rename);
    }

    private void patch(JsonNode patch) {
        if (deletes(patch)) {
            resources.remove(find(patch));
        } else {
            merge(find(patch), (ObjectNode) patch);
        }
    }

    private static boolean deletes(JsonNode patch) {
        return patch.path("$patch").asText().equals("delete");
    }

    private static List<ObjectNode> ofFolder(Path folder) {
        Kustomization other = new Kustomization();
        other.add(folder);
        return other.resources;
    }

    private void generate(Path folder, JsonNode generator) {
        ObjectNode map = Yaml.JSON.createObjectNode().put("apiVersion", "v1").put("kind", "ConfigMap");
        ObjectNode metadata = map.putObject("metadata");
        metadata.put("name", generator.path("name").asText());
        metadata.put("namespace", generator.path("namespace").asText());
        if (generator.at("/options/labels").isObject()) {
            metadata.set("labels", generator.at("/options/labels"));
        }
        ObjectNode data = map.putObject("data");
        generator.path("files").forEach(file -> data.put(file.asText(), Yaml.text(folder.resolve(file.asText()))));
        if (generator.path("behavior").asText().equals("replace")) {
            find(map).set("data", data);
        } else {
            resources.add(map);
        }
    }

    private ObjectNode find(JsonNode like) {
        return resources.stream()
                .filter(each -> identity(each).equals(identity(like)))
                .findFirst()
                .orElseThrow(() -> new AssertionError("nothing to patch is named " + identity(like)));
    }

    static String identity(JsonNode resource) {
        return resource.path("kind").asText() + " "
                + resource.at("/metadata/namespace").asText() + "/"
                + resource.at("/metadata/name").asText();
    }

    /** Objects merge by key, lists of things that have a name by that, everything else is replaced. */
    private static void merge(ObjectNode target, ObjectNode patch) {
        patch.properties().forEach(each -> {
            JsonNode old = target.get(each.getKey());
            JsonNode value = each.getValue();
            if (old instanceof ObjectNode object && value instanceof ObjectNode other) {
                merge(object, other);
            } else if (old instanceof ArrayNode list && value instanceof ArrayNode more && isNamed(more)) {
                mergeNamed(list, more);
            } else {
                target.set(each.getKey(), value);
            }
        });
    }

    private static boolean isNamed(ArrayNode list) {
        return Yaml.each(list).allMatch(each -> each.has("name"));
    }

    private static void mergeNamed(ArrayNode list, ArrayNode more) {
        for (JsonNode item : more) {
            String key = item.has("mountPath") ? "mountPath" : "name";
            if (deletes(item)) {
                Yaml.each(list)
                        .filter(each -> each.path(key).equals(item.path(key)))
                        .toList()
                        .forEach(each -> remove(list, each));
                continue;
            }
            Yaml.each(list)
                    .filter(each -> each.path(key).equals(item.path(key)))
                    .findFirst()
                    .ifPresentOrElse(each -> merge((ObjectNode) each, (ObjectNode) item), () -> list.add(item));
        }
    }

    private static void remove(ArrayNode list, JsonNode item) {
        for (int i = list.size() - 1; i >= 0; i--) {
            if (list.get(i) == item) {
                list.remove(i);
            }
        }
    }

    private void rename(JsonNode image) {
        String name = image.path("name").asText();
        String renamed =
                image.path("newName").asText(name) + ":" + image.path("newTag").asText();
        for (JsonNode resource : resources) {
            for (String containers : List.of("containers", "initContainers")) {
                for (JsonNode container : resource.at("/spec/template/spec/" + containers)) {
                    if (container.path("image").asText().split(":")[0].equals(name)) {
                        ((ObjectNode) container).put("image", renamed);
                    }
                }
            }
        }
    }
}
