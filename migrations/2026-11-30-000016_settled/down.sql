drop index resolutions_settled;
