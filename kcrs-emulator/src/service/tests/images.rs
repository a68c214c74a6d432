use serde_json::json;

use super::*;

fn images(world: &World, at: &[(&str, &str)]) -> Vec<(String, Vec<String>)> {
    let listed = world.ok("DescribeImages", at);
    let images = listed["ImageSet"].as_array().unwrap();
    assert_eq!(listed["TotalCount"], images.len());
    images
        .iter()
        .map(|image| {
            let tags = image["TagNames"].as_array().unwrap();
            (text(&image["ImageId"]), tags.iter().map(text).collect())
        })
        .collect()
}

#[test]
fn repositories_come_with_images_and_are_described() {
    let (mut world, id) = World::with_namespace();
    let team = [("InstanceId", id.as_str()), ("Namespace", "team")];
    world.push(&id, "app", "v1");
    world.push(&id, "tools/lint", "v1");
    world.pass(SECOND);
    world.push(&id, "app", "v2");
    assert_eq!(
        world.ok("DescribeRepository", &team)["RepoSet"],
        json!([
            {
                "RepoName": "app", "Public": false, "Desc": null,
                "CreateTime": "2022-06-20 16:02:19", "UpdateTime": "2022-06-20 16:02:20",
            },
            {
                "RepoName": "tools/lint", "Public": false, "Desc": null,
                "CreateTime": "2022-06-20 16:02:19", "UpdateTime": "2022-06-20 16:02:19",
            },
        ])
    );
    world.pass(SECOND);
    let app = [&team[..], &[("RepoName", "app")]].concat();
    let desc = [&app[..], &[("Desc", "应用")]].concat();
    world.ok("ModifyRepoDesc", &desc);
    let filter = [&team[..], &[("RepoName.1", "app"), ("RepoName.2", "gone")]].concat();
    let listed = world.ok("DescribeRepository", &filter);
    assert_eq!(listed["TotalCount"], 1);
    assert_eq!(listed["RepoSet"][0]["Desc"], "应用");
    assert_eq!(listed["RepoSet"][0]["UpdateTime"], "2022-06-20 16:02:21");

    let world = world.reopen();
    world.ok("DeleteRepository", &app);
    let world = world.reopen();
    assert_code(
        world.refused("DeleteRepository", &app),
        404,
        "RepositoryNotFound",
    );
    assert_code(
        world.refused("ModifyRepoDesc", &desc),
        404,
        "RepositoryNotFound",
    );
    assert_eq!(images(&world, &app), []);
    let unknown = [("InstanceId", id.as_str()), ("Namespace", "none")];
    assert_eq!(
        world.ok("DescribeRepository", &unknown)["RepoSet"],
        json!([])
    );
}

#[test]
fn tags_move_and_images_stay_without_them() {
    let (world, id) = World::with_namespace();
    let at = [
        ("InstanceId", id.as_str()),
        ("Namespace", "team"),
        ("RepoName", "app"),
    ];
    let place = RepositoryPlace::new(&id, "team", "app");
    let first = world.push(&id, "app", "v1");
    let tag = |image: &str, tag: &str| {
        let push = ImagePush::new(place.clone()).image_id(image).tag(tag);
        block_on(world.registry.push_image(push, world.now)).unwrap()
    };
    assert_eq!(tag(&first, "latest").tag_names, ["v1", "latest"]);
    assert_eq!(tag(&first, "latest").tag_names, ["v1", "latest"]);
    let second = world.push(&id, "app", "latest");
    let tags = |names: &[&str]| {
        names
            .iter()
            .map(|name| (*name).to_owned())
            .collect::<Vec<_>>()
    };
    assert_eq!(
        images(&world, &at),
        [
            (second.clone(), tags(&["latest"])),
            (first.clone(), tags(&["v1"]))
        ]
    );
    let world = world.reopen();

    let v1 = [&at[..], &[("TagName", "v1")]].concat();
    world.ok("DeleteRepoTag", &v1);
    assert_code(world.refused("DeleteRepoTag", &v1), 404, "TagNotFound");
    let of_first = [&at[..], &[("ImageId", first.as_str())]].concat();
    assert_eq!(images(&world, &of_first), [(first.clone(), vec![])]);
    world.ok("DeleteImages", &of_first);
    assert_code(
        world.refused("DeleteImages", &of_first),
        404,
        "ImageNotFound",
    );
    assert_eq!(images(&world, &of_first), []);

    // The tag goes with the image, and is free again.
    let of_second = [&at[..], &[("ImageId", second.as_str())]].concat();
    world.ok("DeleteImages", &of_second);
    let latest = [&at[..], &[("TagName", "latest")]].concat();
    assert_code(world.refused("DeleteRepoTag", &latest), 404, "TagNotFound");
    let third = world.push(&id, "app", "latest");
    assert_eq!(images(&world, &at), [(third, tags(&["latest"]))]);
    world.reopen();
}

#[test]
fn pushes_are_checked() {
    let (world, id) = World::with_namespace();
    let place = |instance: &str, namespace: &str, repository: &str| {
        ImagePush::new(RepositoryPlace::new(instance, namespace, repository))
    };
    let cases = [
        (place("unknown", "team", "app"), 404, "InstanceNotFound"),
        (place(&id, "none", "app"), 404, "NamespaceNotFound"),
        (place(&id, "team", "App"), 400, "InvalidParameterValue"),
        (
            place(&id, "team", "app").tag(""),
            400,
            "InvalidParameterValue",
        ),
        (
            place(&id, "team", "app").image_id("v1"),
            400,
            "InvalidParameterValue",
        ),
        (
            place(&id, "team", "app").size(-1),
            400,
            "InvalidParameterValue",
        ),
    ];
    for (push, status, code) in cases {
        let refused = block_on(world.registry.push_image(push, world.now)).unwrap_err();
        assert_code(refusal(refused), status, code);
    }
    let team = [("InstanceId", id.as_str()), ("Namespace", "team")];
    assert_eq!(world.ok("DescribeRepository", &team)["TotalCount"], 0);
    let push = place(&id, "team", "app").image_id("sha256:abc").size(7);
    let pushed = block_on(world.registry.push_image(push, world.now)).unwrap();
    assert_eq!((pushed.image_id.as_str(), pushed.size), ("sha256:abc", 7));
    assert_eq!(pushed.tag_names, Vec::<String>::new());
    let place = RepositoryPlace::new(&id, "team", "app");
    let registry = &world.registry;
    let refused = block_on(registry.delete_tag(&place, "v1", world.now));
    assert_code(refusal(refused.unwrap_err()), 404, "TagNotFound");
    block_on(registry.delete_image(&place, "sha256:abc", world.now)).unwrap();
    let refused = block_on(registry.delete_image(&place, "sha256:abc", world.now));
    assert_code(refusal(refused.unwrap_err()), 404, "ImageNotFound");
    world.reopen();
}
